package minibit.daemon.fetch.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo;
import minibit.core.words.Sentence;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentException;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.files.FetchedFiles;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.LogLine;
import minibit.daemon.fetch.model.Speeds;
import minibit.daemon.fetch.store.Departure;
import minibit.daemon.fetch.store.OwnFile;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.store.TransferRow.Standing;
import minibit.daemon.fetch.store.TransferTotals;
import minibit.daemon.fetch.view.ActivityHistory;
import minibit.daemon.fetch.view.PeerTable;

/**
 * One transfer through its life. Only the owner's thread, where nothing waits.
 *
 * <pre>
 * WANTED (waits → prepares → runs) → COMPLETE;  all ⇄ PAUSED;  all → FAILED → (resume) WANTED
 * </pre>
 *
 * A torrent from elsewhere stays WANTED when it is whole, for it is served on.
 */
public final class Transfer implements Preparation.Subject {
  private final TransferContext context;
  private final Preparation preparation;
  private final PeerTable peers = new PeerTable();
  private final ActivityHistory history = new ActivityHistory();
  private final KeptRow kept;
  private final TorrentRun run;
  private final GroupTrackerTalk talk;
  private final HandOver handOver;
  private final TransferOrders orders;
  private final TransferSnapshots snapshots;

  /** Whole, nobody asks for it, and no tracker is to be told of it: it runs when somebody comes. */
  private boolean resting;

  /** As its row says; nothing of it runs yet. */
  public Transfer(TransferContext context, TransferRow row) {
    this.context = context;
    FetchedFiles files = new FetchedFiles(context.contents());
    this.preparation = new Preparation(context, files, this);
    this.kept = new KeptRow(context.store(), history, row);
    this.run = new TorrentRun(context, kept, peers);
    this.talk = new GroupTrackerTalk(context, kept, run, peers);
    this.handOver = new HandOver(context, files, kept, run, this);
    this.orders = new TransferOrders(kept, run, history, this::stop);
    this.snapshots = new TransferSnapshots(kept, run, peers, preparation, talk, handOver);
  }

  /** Takes up what an earlier run left. */
  public void restore() {
    TransferRow row = row();
    peers.restore(context.store().peers(row.id()));
    row.place()
        .ifPresent(
            place -> {
              context.names().keep(place, row.id());
              if (row.completed().isEmpty()) {
                context.contents().hold(place);
              }
            });
    resting = mayRest();
  }

  @Override
  public TransferRow row() {
    return kept.row();
  }

  private boolean isWhole() {
    return row().completed().isPresent();
  }

  /** Whether it takes one of the places of those that run at once. */
  public boolean isBusy() {
    return !isWhole() && (run.isOn() || preparation.isRunning());
  }

  /** Whether it waits for its turn; what is whole needs none. */
  public boolean mayStart(long nanos) {
    return row().standing() == Standing.WANTED
        && run.isOver()
        && !resting
        && !preparation.isRunning()
        && preparation.isDue(nanos);
  }

  /** Whether it must wait until fewer others run. */
  public boolean needsTurn() {
    return !isWhole();
  }

  /** Whether nothing happens to it unless somebody does something. */
  public boolean isAtRest() {
    return run.isOver()
        && !preparation.isRunning()
        && history.isQuiet()
        && kept.isSettled()
        && (resting || row().standing() != Standing.WANTED);
  }

  /** Whether it serves as soon as a peer comes. */
  public boolean waitsForPeers() {
    return resting;
  }

  /** A peer came: done when it serves. */
  public CompletableFuture<Void> serveAgain() {
    resting = false;
    preparation.start();
    return run.torrent()
        .map(Torrent::completed)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /** A seed that no tracker is told of is found by those who know us, whether it runs or not. */
  private boolean mayRest() {
    return isWhole()
        && row().standing() == Standing.WANTED
        && row().savedAs().isPresent()
        && !context.engine().isInDht()
        && context.engine().lsdAdapters() == 0
        && SpecMaker.metainfo(row()).filter(known -> known.trackers().isEmpty()).isPresent();
  }

  // Starting.

  /** Looks whether it is here already, makes sure of its signature, and begins. */
  public void start() {
    preparation.start();
  }

  @Override
  public void put(TransferRow next) {
    kept.put(next);
  }

  @Override
  public void launch() {
    try {
      Torrent started = run.begin(spec());
      talk.begin();
      started
          .completed()
          .whenComplete(
              (_, fault) -> {
                if (fault == null) {
                  context.owner().execute(() -> handOver.begin(started));
                }
              });
      tick(System.nanoTime());
    } catch (FetchException e) {
      if (!kept.isWritten()) {
        throw e;
      }
      fail(e.code().text(), e.sentence());
    } catch (TorrentException e) {
      fail(FetchException.Code.IN_USE.text(), e.sentence());
    }
  }

  private TorrentSpec spec() {
    return orders.started(new SpecMaker(row(), this::choose, context.owner()).spec());
  }

  /** Its name in the folder, chosen once and written down before anything is made there. */
  @Override
  public String choose(String wanted) {
    TransferRow row = row();
    if (row.savedAs().isEmpty()) {
      String name = context.names().choose(row.folder(), wanted, row.id());
      put(row.at(row.folder(), name).named(wanted));
    }
    row().place().filter(_ -> !isWhole()).ifPresent(context.contents()::hold);
    return row().savedAs().orElseThrow();
  }

  // Running.

  /** Time passed. */
  public void tick(long nanos) {
    kept.catchUp(nanos);
    run.look(nanos).ifPresentOrElse(status -> runs(status, nanos), () -> history.rests(nanos));
  }

  private void runs(TorrentStatus status, long nanos) {
    history.runs(status, nanos);
    if (status.state() == TorrentStatus.State.FAILED) {
      TorrentStatus.Problem problem = status.problem().orElseThrow();
      boolean done = row().standing() == Standing.COMPLETE;
      stop();
      if (!done) {
        fail(problem.code(), problem.sentence());
      }
      return;
    }
    if (!isWhole()) {
      talk.tick(status, nanos);
      talk.hint().ifPresent(what -> history.write(what.message()));
      handOver.tick(nanos);
    } else if (row().standing() == Standing.COMPLETE && run.isIdle(nanos)) {
      stop();
      return;
    } else if (status.state() == TorrentStatus.State.SEEDING && run.isIdle(nanos) && mayRest()) {
      stop();
      resting = true;
      return;
    }
    run.save(status, nanos);
  }

  /** Somebody new holds this content. */
  public void newHolder(PiecesRoot root) {
    talk.newHolder(root);
  }

  /** Somebody else is the group's tracker. */
  public void newTracker() {
    talk.newTracker();
  }

  // Ending.

  @Override
  public void made(List<OwnFile> own) {
    kept.putOwn(own);
  }

  @Override
  public void complete(Standing next, Optional<TorrentStatus.Problem> flaw) {
    TransferRow row = row();
    Optional<TorrentStatus> status = run.status();
    TransferTotals totals = run.totals(status);
    int pieces =
        row.root().isPresent()
            ? (int) Math.min(Integer.MAX_VALUE, CanonicalPieces.count(totals.total()))
            : totals.pieces();
    kept.note(row.with(totals.whole(pieces)).complete(Instant.now(), next, flaw));
    status.ifPresent(run::savePeers);
    talk.whole();
    if (next == Standing.COMPLETE && !row.from().isEmpty()) {
      // It let nobody in but those named: from now on whoever comes finds it among the shares.
      stop();
    }
  }

  @Override
  public void fail(String code, Sentence sentence) {
    stop();
    kept.note(
        row().standing(Standing.FAILED, Optional.of(new TorrentStatus.Problem(code, sentence))));
  }

  /** Ends the torrent, if it runs, and remembers what came of it. */
  private void stop() {
    resting = false;
    preparation.cancel();
    handOver.end();
    talk.end();
    run.end();
  }

  /** What the user wants of it. */
  public TransferOrders orders() {
    return orders;
  }

  /**
   * Ends it, whose removal is written down already.
   *
   * @param farewell deals with its files
   * @param left what is to be done with them, if anything is
   * @return done when its files are closed, and dealt with
   */
  public CompletableFuture<Void> remove(Farewell farewell, Optional<Departure> left) {
    Optional<Metainfo> metainfo = run.metainfo();
    kept.remove(left.flatMap(Departure::own));
    stop();
    CompletableFuture<Optional<List<OwnFile>>> over =
        run.ended().thenCombine(preparation.made(), (written, made) -> made.or(() -> written));
    if (left.isEmpty()) {
      row().place().ifPresent(context.names()::free);
      return over.thenAccept(_ -> {});
    }
    TransferRow last = kept.row();
    return over.thenAcceptAsync(
        seen -> {
          Departure now = left.get().with(last.totals());
          farewell.finish(seen.map(now::with).orElse(now), metainfo);
        },
        context.helpers());
  }

  /** The daemon ends: the engine closes the torrents, and the next start goes on. */
  public void close() {
    run.close();
    kept.settle();
  }

  // What is shown.

  /** What is shown of it. */
  public TransferSnapshots snapshots() {
    return snapshots;
  }

  /** What happened to it, the oldest first. */
  public List<LogLine> log() {
    return history.lines();
  }

  /** Its speeds in the last ten minutes. */
  public Speeds history() {
    return history.history(System.nanoTime());
  }
}
