package minibit.daemon.desk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferFilter;
import minibit.daemon.api.model.TransferList;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.engine.EngineStatus;
import minibit.daemon.fetch.model.FollowedQuery;
import minibit.daemon.fetch.model.TransferView;

/** The list of transfers as the API gives it: sorted, cut and counted here. Any thread. */
public final class TransferPages {
  private final TransferIndex index;
  private final Supplier<EngineStatus> engine;
  private final Supplier<List<FollowedQuery>> following;

  /**
   * Pages of what these give.
   *
   * @param transfers all, in the order they were added; the same object for what is unchanged
   * @param revision another number whenever transfers came, went or were changed by the user
   * @param engine the speeds of all together
   * @param following the followed queries
   */
  public TransferPages(
      Supplier<List<TransferView>> transfers,
      LongSupplier revision,
      Supplier<EngineStatus> engine,
      Supplier<List<FollowedQuery>> following) {
    this.index = new TransferIndex(transfers, revision, System::nanoTime);
    this.engine = engine;
    this.following = following;
  }

  /** The transfers asked for. */
  public TransferList list(TransferQuery query) {
    TransferIndex.Cut cut = index.cut(query);
    EngineStatus status = engine.get();
    TransferList.Counts counts = counts(cut.counts());
    return new TransferList(
        cut.total(),
        query.page().offset(),
        Math.toIntExact(counts.active()),
        status.downRate(),
        status.upRate(),
        cut.part().stream().map(TransferViews::transfer).toList(),
        following.get().stream().map(TransferPages::following).toList(),
        counts);
  }

  /** The whole ids of all that fit. */
  public List<String> ids(String q, Optional<TransferFilter> state) {
    return index.ids(q, state);
  }

  /** How many there are of each state. */
  public TransferList.Counts counts() {
    return counts(index.counts());
  }

  private static TransferList.Following following(FollowedQuery following) {
    return new TransferList.Following(
        following.id(), following.query().text(), following.since(), following.started());
  }

  private static TransferList.Counts counts(Map<Transfer.State, Integer> by) {
    long all = 0;
    long active = 0;
    for (Map.Entry<Transfer.State, Integer> entry : by.entrySet()) {
      all += entry.getValue();
      active += entry.getKey().isActive() ? entry.getValue() : 0;
    }
    return new TransferList.Counts(
        all,
        active,
        by.getOrDefault(Transfer.State.QUEUED, 0),
        by.getOrDefault(Transfer.State.METADATA, 0),
        by.getOrDefault(Transfer.State.CHECKING, 0),
        by.getOrDefault(Transfer.State.DOWNLOADING, 0),
        by.getOrDefault(Transfer.State.SEEDING, 0),
        by.getOrDefault(Transfer.State.PAUSED, 0),
        by.getOrDefault(Transfer.State.FAILED, 0),
        by.getOrDefault(Transfer.State.DONE, 0));
  }
}
