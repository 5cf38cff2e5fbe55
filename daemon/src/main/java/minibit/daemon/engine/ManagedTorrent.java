package minibit.daemon.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import minibit.core.announce.Progress;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Bitfield;
import minibit.core.swarm.MetadataSwarm;
import minibit.core.swarm.PieceMap;
import minibit.core.swarm.SwarmEvent;
import minibit.core.swarm.Wishes;
import minibit.core.words.Sentence;
import minibit.daemon.disk.StorageException;
import minibit.daemon.disk.resume.ResumeLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One torrent through its life. What may wait runs on control threads, one step after another; so
 * only they change its state.
 *
 * <pre>
 * METADATA → CHECKING → DOWNLOADING ⇄ SEEDING;  all ⇄ PAUSED;  all → FAILED → (resume) CHECKING
 * </pre>
 */
final class ManagedTorrent implements Torrent {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedTorrent.class);

  private final TorrentSpec spec;
  private final Serial control;
  private final Consumer<ManagedTorrent> gone;
  private final Promises promises = new Promises();
  private final Gauges gauges = new Gauges();
  private final StatusReport report;
  private final RunMaker runs;
  private final TorrentContent content;
  private final CurrentRun current;
  private final PeerSources sources;
  private volatile TorrentStatus.State state;
  private volatile Optional<TorrentStatus.Problem> problem = Optional.empty();
  private volatile boolean ended;
  private volatile Runnable onFailure = () -> {};
  // Only control steps touch it.
  private final LinkPhase link;

  /**
   * A torrent that does nothing before {@link #start(Runnable)}; {@code gone} hears of its removal.
   */
  ManagedTorrent(Host host, TorrentSpec spec, Consumer<ManagedTorrent> gone) {
    this.gone = gone;
    this.spec = spec;
    this.link = new LinkPhase(host, spec);
    var hashDesk = new HashDesk();
    this.content = new TorrentContent(host, spec, gauges, hashDesk);
    this.report = new StatusReport(host, spec, gauges);
    this.current = new CurrentRun(host, spec, report);
    this.sources = new PeerSources(host, spec, current::run);
    var events =
        new RunEvents(
            host, hashDesk, sources::mayDial, this::metadataReady, this::completed, this::stopSoon);
    this.runs = new RunMaker(host, spec, gauges, events);
    this.control = new Serial(host.control());
    this.state =
        spec.source() instanceof TorrentSpec.Source.Known
            ? TorrentStatus.State.CHECKING
            : TorrentStatus.State.METADATA;
  }

  /** Starts it; {@code failed} hears on a control thread if it ever fails. */
  void start(Runnable failed) {
    onFailure = failed;
    control.run(this::begin);
  }

  private void begin() {
    switch (spec.source()) {
      case TorrentSpec.Source.Known(Metainfo metainfo) -> {
        promises.learned(metainfo);
        open(metainfo, spec.start());
      }
      case TorrentSpec.Source.Link _ -> follow();
    }
  }

  /** A magnet link: its info may be here from an earlier run, else peers are asked. */
  private void follow() {
    if (ended) {
      return;
    }
    state = TorrentStatus.State.METADATA;
    problem = Optional.empty();
    try {
      Optional<Metainfo> kept = link.recall();
      if (kept.isPresent()) {
        promises.learned(kept.get());
        open(kept.get(), spec.start(), link.takeLog());
        return;
      }
    } catch (IOException e) {
      stopBecause(e);
      return;
    }
    PeerId ourId = runs.newPeerId();
    SwarmRun run = runs.bare(spec.hashes(), ourId);
    SwarmActor<MetadataSwarm> actor = link.ask(run, fault -> runs.broken(run, fault));
    current.ask(run, actor);
    sources.announce(spec.hashes(), ourId, List.of(), this::progress);
    sources.seekByLink();
    sources.tell(run);
  }

  private void metadataReady(SwarmRun run, byte[] info) {
    control.run(
        () -> {
          if (!current.is(run)) {
            return;
          }
          try {
            Metainfo metainfo = link.learned(info);
            promises.learned(metainfo);
            open(metainfo, spec.start(), link.takeLog());
          } catch (BadMetainfo e) {
            stopBecause("bad-metadata", e.sentence());
          } catch (IOException e) {
            stopBecause(e);
          }
        });
  }

  private void open(Metainfo metainfo, StartMode mode) {
    if (ended) {
      return;
    }
    try {
      open(metainfo, mode, content.journal(metainfo, mode));
    } catch (IOException e) {
      stopBecause(e);
    }
  }

  private void open(Metainfo metainfo, StartMode mode, ResumeLog log) {
    state = TorrentStatus.State.CHECKING;
    problem = Optional.empty();
    try {
      Optional<TorrentStatus.Problem> objection = spec.check().objection(metainfo);
      if (objection.isPresent()) {
        log.close();
        stopBecause(objection.get().code(), objection.get().sentence());
        return;
      }
      if (mode == StartMode.TRUST && !runs.isUnchanged()) {
        log.close();
        throw new StorageException(
            StorageException.Code.CONTENT_CHANGED,
            Sentence.of(
                "content-changed", "what lies in {0} is no longer what it was", spec.folder()));
      }
      run(content.open(metainfo, mode, log, () -> ended));
    } catch (IOException e) {
      stopBecause(e);
    } catch (TorrentException e) {
      stopBecause(e.code(), e.sentence());
    } catch (RuntimeException e) {
      LOG.error("starting {} failed", spec.hashes(), e);
      stopBecause("internal", Sentence.plain(String.valueOf(e)));
    }
  }

  private void run(TorrentFiles opened) {
    if (ended) {
      opened.close();
      return;
    }
    PeerId ourId = current.run().map(SwarmRun::ourId).orElseGet(runs::newPeerId);
    RunMaker.Made made = runs.of(opened, content.wishes(), ourId);
    current.adopt(made, link, opened.metainfo().isPrivate());
    boolean finished = made.swarm().isFinished();
    state = finished ? TorrentStatus.State.SEEDING : TorrentStatus.State.DOWNLOADING;
    if (finished) {
      opened.rest();
      promises.whole();
    }
    sources.tell(made.run());
    Metainfo metainfo = opened.metainfo();
    sources.tellWebSeeds(made.run(), metainfo);
    sources.announce(metainfo.hashes(), ourId, metainfo.trackers(), this::progress);
    sources.seek(metainfo, finished);
  }

  private Progress progress() {
    return new Progress(
        gauges.up().total(), gauges.down().total(), content.left(), report.knownPeers());
  }

  // What the run tells.

  private void completed(SwarmRun run) {
    control.run(
        () -> {
          Optional<TorrentFiles> opened = content.files();
          if (!current.is(run) || opened.isEmpty()) {
            return;
          }
          state = TorrentStatus.State.SEEDING;
          opened.get().rest();
          sources.completed();
          sources.seek(opened.get().metainfo(), true);
          promises.whole();
        });
  }

  private void stopSoon(SwarmRun run, String code, Sentence sentence) {
    control.run(
        () -> {
          if (current.is(run)) {
            stopBecause(code, sentence);
          }
        });
  }

  private void stopBecause(IOException e) {
    StorageException fault = StorageException.ofWrite(e);
    stopBecause(fault.code().text(), fault.sentence());
  }

  /** The first fault counts: what follows from it would only hide it. */
  private void stopBecause(String code, Sentence sentence) {
    if (state == TorrentStatus.State.FAILED) {
      return;
    }
    problem = Optional.of(new TorrentStatus.Problem(code, sentence));
    halt(TorrentStatus.State.FAILED);
    closeFiles();
    promises.broken(new TorrentException(code, sentence));
    onFailure.run();
  }

  /** Ends the run, if there is one; says when the trackers know. */
  private CompletableFuture<Void> halt(TorrentStatus.State next) {
    state = next;
    return current.end() ? sources.stop() : CompletableFuture.completedFuture(null);
  }

  private void closeFiles() {
    content.close();
    link.close();
  }

  // The public face.

  @Override
  public InfoHashes hashes() {
    return spec.hashes();
  }

  @Override
  public Path folder() {
    return spec.folder();
  }

  @Override
  public CompletableFuture<Metainfo> metadata() {
    return promises.metadata();
  }

  @Override
  public CompletableFuture<Void> completed() {
    return promises.completed();
  }

  @Override
  public void addPeers(List<PeerAddress> more) {
    sources.add(more);
  }

  @Override
  public void setWishes(Wishes other) {
    content.wish(other);
    control.run(() -> current.run().ifPresent(run -> want(run, other)));
  }

  private void want(SwarmRun run, Wishes other) {
    try {
      if (!content.want(other)) {
        return;
      }
    } catch (IOException e) {
      stopBecause(e);
      return;
    }
    state = content.left() > 0 ? TorrentStatus.State.DOWNLOADING : TorrentStatus.State.SEEDING;
    run.post(new SwarmEvent.WishesChanged(other));
  }

  @Override
  public void setLimits(RateLimits limits) {
    runs.limit(limits);
  }

  @Override
  public void guard(ContentGuard guard) {
    runs.guard(guard);
  }

  @Override
  public Optional<Bitfield> pieces() {
    return content.files().map(opened -> opened.have().copy());
  }

  @Override
  public List<Path> files() {
    return content.there();
  }

  @Override
  public Optional<PieceMap> pieceMap(int parts) {
    return current.pieceMap(parts);
  }

  @Override
  public Optional<byte[]> pieceLayer(PiecesRoot root) {
    return content.pieceLayer(root);
  }

  /** What is counted of it. */
  Gauges gauges() {
    return gauges;
  }

  /** Whether {@link #remove} was called. */
  boolean isRemoved() {
    return ended;
  }

  /** What was counted of it, over all its runs. */
  EngineTotals totals() {
    return gauges.totals();
  }

  /** Live connections. */
  int connections() {
    return current.run().map(SwarmRun::connections).orElse(0);
  }

  @Override
  public void pause() {
    control.run(
        () -> {
          if (!ended && state != TorrentStatus.State.FAILED) {
            halt(TorrentStatus.State.PAUSED);
            closeFiles();
          }
        });
  }

  @Override
  public void resume() {
    // At once: whoever asks right after for the completion means the one to come.
    forgetFailure();
    control.run(
        () -> {
          boolean idle = state == TorrentStatus.State.PAUSED || state == TorrentStatus.State.FAILED;
          if (ended || !idle) {
            return;
          }
          forgetFailure();
          promises.known().ifPresentOrElse(metainfo -> open(metainfo, spec.start()), this::begin);
        });
  }

  private void forgetFailure() {
    if (!ended) {
      promises.renew();
    }
  }

  @Override
  public CompletableFuture<Void> remove() {
    ended = true;
    gone.accept(this);
    CompletableFuture<Void> told = new CompletableFuture<>();
    control.run(
        () -> {
          boolean complete = state == TorrentStatus.State.SEEDING;
          CompletableFuture<Void> stopped = halt(TorrentStatus.State.PAUSED);
          if (complete) {
            content.files().ifPresent(opened -> opened.log().discard());
          }
          closeFiles();
          promises.broken(new CancellationException("the torrent was removed"));
          stopped.whenComplete((_, _) -> told.complete(null));
        });
    return told;
  }

  @Override
  public TorrentStatus status() {
    return report.make(
        state,
        content.files(),
        current.status(),
        current.run().map(run -> run.refusers().count()).orElse(0),
        sources.trackers(),
        problem.or(content::silence));
  }
}
