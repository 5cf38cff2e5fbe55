package minibit.daemon.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import minibit.core.words.Sentence;
import minibit.daemon.fetch.model.ChangeOutcome;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.TransferChange;
import minibit.daemon.fetch.model.Urgency;
import minibit.daemon.fetch.transfer.Transfer;
import minibit.daemon.fetch.transfer.TransferContext;

/**
 * Changes many transfers, some at a time: the owner's thread is free for others between, and what
 * is written down for some goes to the disk at once. Any thread; may wait.
 */
final class BulkChange {
  /** Changed without a break: some milliseconds of the owner's thread. */
  private static final int AT_ONCE = 200;

  private final TransferContext context;
  private final OwnerThread owner;
  private final TransferTable transfers;
  private final BiFunction<Transfer, Boolean, Supplier<CompletableFuture<Void>>> removal;

  /**
   * Changes of these transfers.
   *
   * @param removal notes that a transfer is removed, with its data or without; then removes it
   */
  BulkChange(
      TransferContext context,
      OwnerThread owner,
      TransferTable transfers,
      BiFunction<Transfer, Boolean, Supplier<CompletableFuture<Void>>> removal) {
    this.context = context;
    this.owner = owner;
    this.transfers = transfers;
    this.removal = removal;
  }

  ChangeOutcome apply(List<String> ids, TransferChange change) {
    List<ChangeOutcome.Refusal> refused = new ArrayList<>();
    List<CompletableFuture<Void>> leaving = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      refused.addAll(owner.call(() -> some(some, change, leaving)));
    }
    for (CompletableFuture<Void> each : leaving) {
      each.join();
    }
    return new ChangeOutcome(ids.size() - refused.size(), refused);
  }

  private List<ChangeOutcome.Refusal> some(
      List<String> ids, TransferChange change, List<CompletableFuture<Void>> leaving) {
    List<ChangeOutcome.Refusal> refused = new ArrayList<>();
    Map<Transfer, Supplier<CompletableFuture<Void>>> removed = new LinkedHashMap<>();
    context
        .store()
        .atOnce(
            () -> {
              for (String id : ids) {
                try {
                  one(transfers.wake(find(id, removed)), change, removed);
                } catch (FetchException e) {
                  refused.add(new ChangeOutcome.Refusal(id, e));
                }
              }
            });
    // Only now it is sure that they are.
    removed.values().forEach(each -> leaving.add(each.get()));
    return refused;
  }

  private Transfer find(String id, Map<Transfer, ?> removed) {
    Transfer found = transfers.find(id);
    if (removed.containsKey(found)) {
      throw new FetchException(
          FetchException.Code.NOT_FOUND,
          Sentence.of("no-such-transfer", "no transfer goes by {0}", id));
    }
    return found;
  }

  private void one(
      Transfer transfer,
      TransferChange change,
      Map<Transfer, Supplier<CompletableFuture<Void>>> removed) {
    switch (change) {
      case TransferChange.Pause() -> transfer.orders().pause();
      case TransferChange.Resume() -> transfer.orders().resume();
      case TransferChange.Remove(boolean data) ->
          removed.put(transfer, removal.apply(transfer, data));
      case TransferChange.Limit(var limits) -> transfer.orders().limit(limits);
      case TransferChange.Urge(Urgency urgency) -> transfer.orders().urgent(urgency);
      case TransferChange.Verify() -> transfer.orders().verify();
    }
  }
}
