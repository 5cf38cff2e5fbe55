package minibit.daemon.fetch.view;

import java.time.Duration;
import java.util.Optional;
import minibit.core.words.Sentence;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.store.TransferTotals;

/** Puts together what is shown of a transfer. */
public final class ViewMaker {
  private ViewMaker() {}

  /**
   * A picture of a transfer.
   *
   * @param status of its torrent, if that runs
   * @param totals up to now
   * @param preparing whether something is done before, or instead of, running the torrent
   * @param hint what holds it up, without stopping it
   */
  public static TransferView view(
      TransferRow row,
      Optional<TorrentStatus> status,
      TransferTotals totals,
      boolean preparing,
      Optional<TorrentStatus.Problem> hint) {
    TransferTotals shown =
        row.standing() == TransferRow.Standing.COMPLETE ? totals.whole(totals.pieces()) : totals;
    // A meter remembers a few seconds; what is over is not going on.
    boolean goesOn = row.standing() == TransferRow.Standing.WANTED;
    boolean fetches = goesOn && row.completed().isEmpty();
    long down = status.filter(now -> fetches).map(TorrentStatus::downRate).orElse(0L);
    long up = status.filter(now -> goesOn).map(TorrentStatus::upRate).orElse(0L);
    return new TransferView(
        row.id(),
        row.name(),
        state(row, status, preparing),
        row.folder(),
        row.savedAs().map(row.folder()::resolve),
        row.root(),
        row.hashes(),
        shown.total(),
        shown.done(),
        shown.pieces(),
        shown.have(),
        status.map(TorrentStatus::unavailable).orElse(0),
        down,
        up,
        shown.downloaded(),
        shown.uploaded(),
        shown.wasted(),
        status.map(now -> now.peers().size()).orElse(0),
        status.map(TorrentStatus::knownPeers).orElse(0),
        timeLeft(row, shown, down),
        row.added(),
        row.completed(),
        row.signature(),
        row.from(),
        row.limits(),
        row.urgency(),
        row.problem()
            .or(() -> status.flatMap(TorrentStatus::problem))
            .or(() -> hint)
            .or(() -> status.flatMap(ViewMaker::refusal)));
  }

  /** Why there are no peers, if all that were met take no encrypted connections. */
  private static Optional<TorrentStatus.Problem> refusal(TorrentStatus now) {
    boolean fetches =
        now.state() == TorrentStatus.State.METADATA
            || now.state() == TorrentStatus.State.DOWNLOADING;
    if (!fetches || now.refusing() == 0 || !now.peers().isEmpty()) {
      return Optional.empty();
    }
    Sentence sentence =
        now.refusing() == 1
            ? Sentence.of(
                "peer-refuses-encryption",
                "1 peer hung up on an encrypted connection, and no others are made")
            : Sentence.of(
                "peers-refuse-encryption",
                "{0} peers hung up on encrypted connections, and no others are made",
                now.refusing());
    return Optional.of(new TorrentStatus.Problem("encryption-refused", sentence));
  }

  private static TransferState state(
      TransferRow row, Optional<TorrentStatus> status, boolean preparing) {
    return switch (row.standing()) {
      case PAUSED -> TransferState.PAUSED;
      case FAILED -> TransferState.FAILED;
      case COMPLETE -> TransferState.DONE;
      case WANTED -> status.map(now -> running(row, now)).orElse(waiting(row, preparing));
    };
  }

  private static TransferState waiting(TransferRow row, boolean preparing) {
    if (row.completed().isPresent()) {
      return TransferState.SEEDING;
    }
    return preparing ? TransferState.CHECKING : TransferState.QUEUED;
  }

  private static TransferState running(TransferRow row, TorrentStatus now) {
    return switch (now.state()) {
      case METADATA -> TransferState.METADATA;
      case CHECKING -> TransferState.CHECKING;
      case DOWNLOADING -> TransferState.DOWNLOADING;
      // Whole and not yet with the shares: the last thing that is looked after.
      case SEEDING -> row.completed().isPresent() ? TransferState.SEEDING : TransferState.CHECKING;
      case PAUSED -> TransferState.QUEUED;
      case FAILED -> TransferState.FAILED;
    };
  }

  private static Optional<Duration> timeLeft(TransferRow row, TransferTotals totals, long down) {
    if (row.completed().isPresent()) {
      return Optional.of(Duration.ZERO);
    }
    return totals.total() > 0 && down > 0
        ? Optional.of(Duration.ofSeconds((totals.total() - totals.done()) / down))
        : Optional.empty();
  }
}
