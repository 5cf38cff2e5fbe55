package minibit.daemon.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
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
import minibit.core.swarm.SwarmStatus;
import minibit.core.swarm.Wishes;
import minibit.core.wire.CloseReason;
import minibit.daemon.disk.StorageException;
import minibit.daemon.disk.resume.ResumeLog;
import org.jspecify.annotations.Nullable;
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

  private final Host host;
  private final TorrentSpec spec;
  private final Serial control;
  private final Consumer<ManagedTorrent> gone;
  private final CompletableFuture<Metainfo> metadata = new CompletableFuture<>();
  private volatile CompletableFuture<Void> completed = new CompletableFuture<>();
  private final Gauges gauges = new Gauges();
  private final StatusReport report;
  private final RunMaker runs;
  private final PeerSources sources;
  private final HashDesk hashDesk;
  private volatile TorrentStatus.State state;
  private volatile Optional<TorrentStatus.Problem> problem = Optional.empty();
  private volatile Wishes wishes;
  private volatile boolean ended;
  private volatile Runnable onFailure = () -> {};
  private volatile @Nullable TorrentFiles files;
  private volatile @Nullable Active active;
  // Only control steps touch it.
  private final LinkPhase link;

  /** What exists only while it runs. */
  private record Active(
      SwarmRun run,
      SwarmActor<?> actor,
      Supplier<Optional<SwarmStatus>> status,
      IntFunction<Optional<PieceMap>> map) {}

  /**
   * A torrent that does nothing before {@link #start(Runnable)}; {@code gone} hears of its removal.
   */
  ManagedTorrent(Host host, TorrentSpec spec, Consumer<ManagedTorrent> gone) {
    this.gone = gone;
    this.host = host;
    this.hashDesk = new HashDesk(host.hashers());
    this.spec = spec;
    this.link = new LinkPhase(host, spec);
    this.report = new StatusReport(host, spec, gauges);
    this.sources = new PeerSources(host, spec, this::running);
    var events =
        new RunEvents(
            host, hashDesk, sources::mayDial, this::metadataReady, this::completed, this::stopSoon);
    this.runs = new RunMaker(host, spec, gauges, events);
    this.control = new Serial(host.control());
    this.wishes = spec.wishes();
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
        metadata.complete(metainfo);
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
        metadata.complete(kept.get());
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
    run.begin(actor::post, List.of());
    active = new Active(run, actor, Optional::empty, _ -> Optional.empty());
    publish(run);
    sources.announce(spec.hashes(), ourId, List.of(), this::progress);
    sources.tell(run);
  }

  private void metadataReady(SwarmRun run, byte[] info) {
    control.run(
        () -> {
          Active now = active;
          if (now == null || now.run() != run) {
            return;
          }
          try {
            Metainfo metainfo = link.learned(info);
            metadata.complete(metainfo);
            open(metainfo, spec.start(), link.takeLog());
          } catch (BadMetainfo e) {
            stopBecause("bad-metadata", String.valueOf(e.getMessage()));
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
      ResumeLog log =
          mode == StartMode.TRUST
              ? new NoResume()
              : host.resume().open(metainfo.hashes(), spec.folder());
      open(metainfo, mode, log);
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
        stopBecause(objection.get().code(), objection.get().message());
        return;
      }
      if (mode == StartMode.TRUST && !runs.isUnchanged()) {
        log.close();
        throw new StorageException(
            StorageException.Code.CONTENT_CHANGED,
            "what lies in " + spec.folder() + " is no longer what it was");
      }
      TorrentFiles opened =
          TorrentFiles.open(host, metainfo, spec, wishes, mode, log, gauges.checked(), () -> ended);
      files = opened;
      hashDesk.open(opened);
      gauges.content(opened);
      run(opened);
    } catch (IOException e) {
      stopBecause(e);
    } catch (RuntimeException e) {
      LOG.error("starting {} failed", spec.hashes(), e);
      stopBecause("internal", String.valueOf(e));
    }
  }

  private void run(TorrentFiles opened) {
    if (ended) {
      opened.close();
      return;
    }
    Optional<SwarmRun> fetching = running();
    PeerId ourId = fetching.map(SwarmRun::ourId).orElseGet(runs::newPeerId);
    RunMaker.Made made = runs.of(opened, wishes, ourId);
    SwarmRun run = made.run();
    publish(run);
    run.begin(made.actor()::post, link.handOver(fetching.orElse(null), run));
    active =
        new Active(
            run,
            made.actor(),
            () -> report.ask(made.actor()),
            parts -> report.ask(made.actor(), swarm -> swarm.pieceMap(parts)));
    boolean finished = made.swarm().isFinished();
    state = finished ? TorrentStatus.State.SEEDING : TorrentStatus.State.DOWNLOADING;
    if (finished) {
      opened.rest();
      completed.complete(null);
    }
    sources.tell(run);
    Metainfo metainfo = opened.metainfo();
    sources.announce(metainfo.hashes(), ourId, metainfo.trackers(), this::progress);
  }

  private void publish(SwarmRun run) {
    if (!spec.closed()) {
      host.network().publish(run);
    }
  }

  private Optional<SwarmRun> running() {
    return Optional.ofNullable(active).map(Active::run);
  }

  private Progress progress() {
    // Before the metadata is there some of it is missing, however little is known.
    long left = files == null ? 1 : gauges.left();
    return new Progress(gauges.up().total(), gauges.down().total(), left, report.knownPeers());
  }

  // What the run tells.

  private void completed(SwarmRun run) {
    control.run(
        () -> {
          Active now = active;
          TorrentFiles opened = files;
          if (now == null || now.run() != run || opened == null) {
            return;
          }
          state = TorrentStatus.State.SEEDING;
          opened.rest();
          sources.completed();
          completed.complete(null);
        });
  }

  private void stopSoon(SwarmRun run, String code, String message) {
    control.run(
        () -> {
          Active now = active;
          if (now != null && now.run() == run) {
            stopBecause(code, message);
          }
        });
  }

  private void stopBecause(IOException e) {
    StorageException fault = StorageException.ofWrite(e);
    stopBecause(fault.code().text(), String.valueOf(fault.getMessage()));
  }

  /** The first fault counts: what follows from it would only hide it. */
  private void stopBecause(String code, String message) {
    if (state == TorrentStatus.State.FAILED) {
      return;
    }
    problem = Optional.of(new TorrentStatus.Problem(code, message));
    halt(TorrentStatus.State.FAILED);
    closeFiles();
    TorrentException fault = new TorrentException(code, message);
    metadata.completeExceptionally(fault);
    completed.completeExceptionally(fault);
    onFailure.run();
  }

  /** Ends the run, if there is one; says when the trackers know. */
  private CompletableFuture<Void> halt(TorrentStatus.State next) {
    state = next;
    Active now = active;
    active = null;
    if (now == null) {
      return CompletableFuture.completedFuture(null);
    }
    host.network().withdraw(now.run());
    now.status().get().ifPresent(report::runEnds);
    now.run().stop(CloseReason.SHUTDOWN);
    now.actor().stop();
    return sources.stop();
  }

  private void closeFiles() {
    TorrentFiles opened = files;
    files = null;
    hashDesk.close();
    if (opened != null) {
      opened.rest();
      opened.close();
    }
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
    return metadata.copy();
  }

  @Override
  public CompletableFuture<Void> completed() {
    return completed.copy();
  }

  @Override
  public void addPeers(List<PeerAddress> more) {
    sources.add(more);
  }

  @Override
  public void setWishes(Wishes other) {
    wishes = other;
    control.run(
        () -> {
          TorrentFiles opened = files;
          Active now = active;
          if (opened == null || now == null) {
            return;
          }
          try {
            opened.want(other);
          } catch (IOException e) {
            stopBecause(e);
            return;
          }
          gauges.content(opened);
          state = gauges.left() > 0 ? TorrentStatus.State.DOWNLOADING : TorrentStatus.State.SEEDING;
          now.run().post(new SwarmEvent.WishesChanged(other));
        });
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
    return Optional.ofNullable(files).map(opened -> opened.have().copy());
  }

  @Override
  public Optional<PieceMap> pieceMap(int parts) {
    Active now = active;
    return now == null ? Optional.empty() : now.map().apply(parts);
  }

  @Override
  public Optional<byte[]> pieceLayer(PiecesRoot root) {
    return hashDesk.pieceLayer(root);
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
    return running().map(SwarmRun::connections).orElse(0);
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
          Metainfo metainfo = metadata.isCompletedExceptionally() ? null : metadata.getNow(null);
          if (metainfo != null) {
            open(metainfo, spec.start());
          } else {
            begin();
          }
        });
  }

  private void forgetFailure() {
    if (!ended && completed.isCompletedExceptionally()) {
      completed = new CompletableFuture<>();
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
          TorrentFiles opened = files;
          if (complete && opened != null) {
            opened.log().discard();
          }
          closeFiles();
          CancellationException gone = new CancellationException("the torrent was removed");
          metadata.completeExceptionally(gone);
          completed.completeExceptionally(gone);
          stopped.whenComplete((_, _) -> told.complete(null));
        });
    return told;
  }

  @Override
  public TorrentStatus status() {
    Active now = active;
    return report.make(
        state,
        Optional.ofNullable(files),
        now == null ? Optional.empty() : now.status().get(),
        sources.trackers(),
        problem);
  }
}
