package minibit.daemon.fetch.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Bitfield;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.files.OwnFiles;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.PeerView;
import minibit.daemon.fetch.store.OwnFile;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.store.TransferTotals;
import minibit.daemon.fetch.view.PeerTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The torrent of a transfer while it runs, and what its runs came to: written down now and then,
 * and when a run ends. Only the owner's thread.
 */
final class TorrentRun {
  private static final Logger LOG = LoggerFactory.getLogger(TorrentRun.class);

  /** Totals and peers of a running transfer are written down this often: a crash loses no more. */
  private static final long SAVE_NANOS = 5_000_000_000L;

  private final TransferContext context;
  private final KeptRow kept;
  private final PeerTable peers;
  private TransferTotals base;
  private @Nullable Torrent torrent;
  private CompletableFuture<Optional<List<OwnFile>>> ended =
      CompletableFuture.completedFuture(Optional.empty());
  private int noted = -1;
  private Optional<TorrentStatus> seen = Optional.empty();
  private Optional<Bitfield> lastPieces = Optional.empty();
  private long lastPeer = System.nanoTime();
  private long savedAt = System.nanoTime();

  /** Nothing runs yet. */
  TorrentRun(TransferContext context, KeptRow kept, PeerTable peers) {
    this.context = context;
    this.kept = kept;
    this.peers = peers;
    this.base = kept.row().totals();
  }

  /** Adds the torrent to the engine. */
  Torrent begin(TorrentSpec spec) {
    base = kept.row().totals();
    Torrent started = context.engine().add(spec);
    torrent = started;
    noted = -1;
    lastPeer = System.nanoTime();
    return started;
  }

  /** The torrent, while it runs. */
  Optional<Torrent> torrent() {
    return Optional.ofNullable(torrent);
  }

  boolean isOn() {
    return torrent != null;
  }

  /** Whether none runs, and nothing of an earlier run does. */
  boolean isOver() {
    return torrent == null && ended.isDone();
  }

  /** Done when nothing of the last run is left; the files that are its own, if that is known. */
  CompletableFuture<Optional<List<OwnFile>>> ended() {
    return ended;
  }

  /** What the torrent does now. */
  Optional<TorrentStatus> status() {
    return torrent().map(Torrent::status);
  }

  /** What it did when it was last looked at. */
  Optional<TorrentStatus> seen() {
    return seen;
  }

  /** What describes it, as far as that is known. */
  Optional<Metainfo> metainfo() {
    return torrent()
        .map(Torrent::metadata)
        .filter(known -> !known.isCompletedExceptionally())
        .map(known -> known.getNow(null))
        .or(() -> SpecMaker.metainfo(kept.row()));
  }

  /** The verified pieces, of the last run if none is on. */
  Optional<Bitfield> pieces() {
    return torrent().flatMap(Torrent::pieces).or(() -> lastPieces);
  }

  /** All that the transfer came to, with what its torrent did in this run. */
  TransferTotals totals(Optional<TorrentStatus> now) {
    return now.map(base::and).orElse(kept.row().totals());
  }

  /** Looks at the torrent, if it runs. */
  Optional<TorrentStatus> look(long nanos) {
    seen = status();
    if (seen.filter(status -> !status.peers().isEmpty()).isPresent()) {
      lastPeer = nanos;
    }
    return seen;
  }

  /** Whether nobody was connected for a while. */
  boolean isIdle(long nanos) {
    return nanos - lastPeer > context.config().keepIdle().toNanos();
  }

  /** Writes down what changed, if it is time to. */
  void save(TorrentStatus now, long nanos) {
    if (nanos - savedAt <= SAVE_NANOS) {
      return;
    }
    savedAt = nanos;
    torrent().ifPresent(this::noteFiles);
    TransferTotals totals = base.and(now);
    if (!totals.equals(kept.row().totals())) {
      kept.note(kept.row().with(totals));
      savePeers(now);
    }
  }

  /** Writes down whom it dealt with. */
  void savePeers(TorrentStatus now) {
    write(peers.kept(now));
  }

  /** Peers are shown, no more: that they cannot be written is no trouble of the transfer. */
  private void write(Map<String, PeerView> known) {
    try {
      kept.putPeers(known);
    } catch (FetchException e) {
      LOG.warn("the peers of {} are not written down: {}", kept.row().id(), e.getMessage());
    }
  }

  /** Ends the torrent, if it runs, whatever can be written of it; remembers what came of it. */
  void end() {
    Torrent live = torrent;
    torrent = null;
    seen = Optional.empty();
    if (live != null) {
      TorrentStatus last = live.status();
      lastPieces = live.pieces().or(() -> lastPieces);
      CompletableFuture<Void> gone = live.remove();
      ended = gone.thenApply(_ -> Optional.empty());
      remember(last);
      ended = look(live, gone);
    }
  }

  /** What is written to is noted as such while it is, so that a crash does not lose whose it is. */
  private void noteFiles(Torrent live) {
    TransferRow row = kept.row();
    List<Path> there = live.files();
    if (row.place().isPresent() && !row.found() && row.completed().isEmpty()) {
      if (there.size() != noted) {
        noted = there.size();
        Path place = row.place().get();
        List<OwnFile> before = kept.own().orElse(List.of());
        context
            .helpers()
            .execute(
                () -> {
                  List<OwnFile> own = OwnFiles.look(place, there, before, false);
                  context.owner().execute(() -> noted(live, own));
                });
      }
    }
  }

  private void noted(Torrent live, List<OwnFile> own) {
    if (torrent == live && kept.row().completed().isEmpty()) {
      kept.noteOwn(own);
    }
  }

  /** Looks at its files once they are closed; those of what is whole are known. */
  private CompletableFuture<Optional<List<OwnFile>>> look(
      Torrent live, CompletableFuture<Void> gone) {
    TransferRow row = kept.row();
    Optional<List<OwnFile>> before = kept.own();
    if (row.place().isEmpty() || row.found() || row.completed().isPresent()) {
      return gone.thenApply(_ -> before);
    }
    Path place = row.place().get();
    return gone.thenApplyAsync(
        _ -> {
          List<OwnFile> own = OwnFiles.look(place, live.files(), before.orElse(List.of()), true);
          context.owner().execute(() -> kept.noteOwn(own));
          return Optional.of(own);
        },
        context.helpers());
  }

  /** The daemon ends: the engine closes the torrent, and the next start goes on. */
  void close() {
    status().ifPresent(this::remember);
  }

  private void remember(TorrentStatus last) {
    peers.runEnds(last);
    TransferRow row = kept.row();
    TransferTotals totals = base.and(last);
    base = row.completed().isPresent() ? totals.whole(row.totals().pieces()) : totals;
    kept.note(row.with(base));
    write(peers.past());
  }
}
