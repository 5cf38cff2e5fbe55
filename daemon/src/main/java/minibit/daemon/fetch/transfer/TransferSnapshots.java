package minibit.daemon.fetch.transfer;

import java.util.List;
import java.util.Optional;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.TransferDetails;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.view.ContentSnapshot;
import minibit.daemon.fetch.view.PeerTable;
import minibit.daemon.fetch.view.ViewMaker;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a transfer: pictures of it, made when somebody asks. Only the owner's thread.
 */
public final class TransferSnapshots {
  private final KeptRow kept;
  private final TorrentRun run;
  private final PeerTable peers;
  private final Preparation preparation;
  private final GroupTrackerTalk talk;
  private final HandOver handOver;
  private @Nullable TransferView last;
  private @Nullable TransferRow lastOf;

  TransferSnapshots(
      KeptRow kept,
      TorrentRun run,
      PeerTable peers,
      Preparation preparation,
      GroupTrackerTalk talk,
      HandOver handOver) {
    this.kept = kept;
    this.run = run;
    this.peers = peers;
    this.preparation = preparation;
    this.talk = talk;
    this.handOver = handOver;
  }

  /** As it is at this moment. */
  public TransferView now() {
    return view(run.status());
  }

  /** As it was at the last tick, made only if something changed since: for long lists. */
  public TransferView glance() {
    if (run.isOn()) {
      last = null;
      return view(run.seen());
    }
    boolean settled = !preparation.isRunning() && preparation.hint().isEmpty();
    TransferView view = last;
    if (view == null || !settled || lastOf != kept.row()) {
      view = view(Optional.empty());
      last = settled ? view : null;
      lastOf = kept.row();
    }
    return view;
  }

  /** With whom it deals. */
  public TransferDetails details() {
    Optional<TorrentStatus> status = run.status();
    return new TransferDetails(
        view(status), peers.view(status), status.map(TorrentStatus::trackers).orElse(List.of()));
  }

  /** Its files and pieces; how common they are is asked of the swarm, which may take a moment. */
  public ContentSnapshot contents(int runs) {
    return new ContentSnapshot(
        kept.row(),
        run.metainfo(),
        run.pieces(),
        run.torrent().filter(_ -> runs > 0).flatMap(live -> live.pieceMap(runs)));
  }

  private TransferView view(Optional<TorrentStatus> status) {
    return ViewMaker.view(
        kept.row(),
        status,
        run.totals(status),
        preparation.isRunning(),
        talk.hint().or(preparation::hint).or(handOver::hint));
  }
}
