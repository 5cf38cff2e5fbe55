package minibit.daemon.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import minibit.core.announce.Progress;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.session.PeerKey;
import minibit.core.swarm.MetadataSwarm;
import minibit.core.swarm.Swarm;
import minibit.core.swarm.SwarmEffect;
import minibit.core.swarm.SwarmEvent;
import minibit.core.swarm.SwarmStatus;
import minibit.core.swarm.Wishes;
import minibit.core.wire.CloseReason;
import minibit.core.wire.PeerMessage;
import minibit.daemon.disk.StorageException;
import minibit.daemon.disk.resume.ResumeLog;
import minibit.daemon.net.RateMeter;
import minibit.daemon.net.TokenBucket;
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
final class ManagedTorrent implements Torrent, SwarmRun.Surroundings {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedTorrent.class);

  /** How long a status waits for a busy swarm. */
  private static final long STATUS_MILLIS = 100;

  private final Host host;
  private final TorrentSpec spec;
  private final SwarmMaker maker;
  private final Serial control;
  private final Consumer<Torrent> gone;
  private final CompletableFuture<Metainfo> metadata = new CompletableFuture<>();
  private volatile CompletableFuture<Void> completed = new CompletableFuture<>();
  private final AtomicInteger checked = new AtomicInteger();
  private final AtomicLong done = new AtomicLong();
  private final RateMeter down = new RateMeter(System.nanoTime());
  private final RateMeter up = new RateMeter(System.nanoTime());
  private final RateMeter wasted = new RateMeter(System.nanoTime());
  private final TokenBucket downLimit;
  private final TokenBucket upLimit;
  private final List<PeerAddress> peers = new ArrayList<>();
  private volatile TorrentStatus.State state;
  private volatile Optional<TorrentStatus.Problem> problem = Optional.empty();
  private volatile Wishes wishes;
  private volatile boolean ended;
  private volatile int known;
  private volatile long total;
  private volatile @Nullable TorrentFiles files;
  private volatile @Nullable Active active;
  private volatile @Nullable Announces announces;
  private final HashDesk hashDesk;
  // Only control steps touch these.
  private @Nullable ResumeLog linkLog;
  private @Nullable SwarmActor<MetadataSwarm> linkActor;

  /** What exists only while it runs. */
  private record Active(
      SwarmRun run, SwarmActor<?> actor, Supplier<Optional<SwarmStatus>> status) {}

  /** A torrent that does nothing before {@link #start}; {@code gone} hears of its removal. */
  ManagedTorrent(Host host, TorrentSpec spec, Consumer<Torrent> gone) {
    this.gone = gone;
    this.host = host;
    this.maker = new SwarmMaker(host);
    this.hashDesk = new HashDesk(host.hashers());
    this.spec = spec;
    this.control = new Serial(host.control());
    this.wishes = spec.wishes();
    this.downLimit = new TokenBucket(spec.limits().down(), System.nanoTime());
    this.upLimit = new TokenBucket(spec.limits().up(), System.nanoTime());
    this.peers.addAll(spec.peers());
    this.state =
        spec.source() instanceof TorrentSpec.Source.Known
            ? TorrentStatus.State.CHECKING
            : TorrentStatus.State.METADATA;
  }

  void start() {
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
      ResumeLog log = host.resume().open(spec.hashes(), spec.folder());
      Optional<byte[]> info = log.state().info();
      if (info.isPresent()) {
        Metainfo metainfo = MetainfoParser.parseInfo(info.get(), spec.hashes());
        metadata.complete(metainfo);
        open(metainfo, spec.start(), log);
        return;
      }
      linkLog = log;
    } catch (IOException e) {
      StorageException fault = StorageException.ofWrite(e);
      stopBecause(fault.code().text(), String.valueOf(fault.getMessage()));
      return;
    } catch (BadMetainfo e) {
      // Somebody changed what we kept: the peers have it still.
      LOG.warn("the kept metadata of {} is bad: {}", spec.hashes(), e.getMessage());
    }
    PeerId ourId = PeerId.random(host.random().get());
    SwarmRun run = new SwarmRun(frame(spec.hashes(), ourId), null, this);
    SwarmActor<MetadataSwarm> actor =
        maker.drive(maker.metadata(spec.hashes(), run, ourId), run, fault -> broken(run, fault));
    run.begin(actor::post, List.of());
    linkActor = actor;
    active = new Active(run, actor, Optional::empty);
    host.network().publish(run);
    startAnnounces(spec.hashes(), ourId, spec.extraTrackers());
    tellPeers(run);
  }

  @Override
  public void metadataReady(SwarmRun run, byte[] info) {
    control.run(
        () -> {
          Active now = active;
          if (now == null || now.run() != run) {
            return;
          }
          try {
            Metainfo metainfo = MetainfoParser.parseInfo(info, spec.hashes());
            ResumeLog log = linkLog;
            linkLog = null;
            if (log == null) {
              log = host.resume().open(spec.hashes(), spec.folder());
            }
            log.info(info);
            metadata.complete(metainfo);
            open(metainfo, spec.start(), log);
          } catch (BadMetainfo e) {
            stopBecause("bad-metadata", String.valueOf(e.getMessage()));
          } catch (IOException e) {
            StorageException fault = StorageException.ofWrite(e);
            stopBecause(fault.code().text(), String.valueOf(fault.getMessage()));
          }
        });
  }

  /**
   * Moves the live connections of the run that fetched the metadata to the one that follows, each
   * on its own loop, and gives what their peers said meanwhile.
   */
  private List<SwarmEvent> takeOver(SwarmRun next) {
    SwarmActor<MetadataSwarm> old = linkActor;
    Active before = active;
    linkActor = null;
    if (old == null || before == null) {
      return List.of();
    }
    List<CompletableFuture<Void>> moved = new ArrayList<>();
    for (PeerLink link : before.run().links()) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      moved.add(done);
      link.executeOnLoop(
          () -> {
            link.handOver(next);
            done.complete(null);
          });
    }
    try {
      CompletableFuture.allOf(moved.toArray(CompletableFuture[]::new)).get(2, TimeUnit.SECONDS);
      return old.ask(MetadataSwarm::handOver).get(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      // Connections that are not handed over close, and are dialled again.
      LOG.debug("handing over {}", spec.hashes(), e);
      return List.of();
    } finally {
      before.run().stop(CloseReason.SHUTDOWN);
      old.stop();
    }
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
      StorageException fault = StorageException.ofWrite(e);
      stopBecause(fault.code().text(), String.valueOf(fault.getMessage()));
    }
  }

  private void open(Metainfo metainfo, StartMode mode, ResumeLog log) {
    state = TorrentStatus.State.CHECKING;
    problem = Optional.empty();
    try {
      TorrentFiles opened =
          TorrentFiles.open(host, metainfo, spec.folder(), wishes, mode, log, checked, () -> ended);
      files = opened;
      hashDesk.open(opened);
      total = opened.total();
      done.set(opened.done());
      run(opened);
    } catch (IOException e) {
      StorageException fault = StorageException.ofWrite(e);
      stopBecause(fault.code().text(), String.valueOf(fault.getMessage()));
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
    Metainfo metainfo = opened.metainfo();
    Active fetching = active;
    PeerId ourId = fetching != null ? fetching.run().ourId() : PeerId.random(host.random().get());
    SwarmRun[] self = new SwarmRun[1];
    var assembler =
        new PieceAssembler(
            metainfo.geometry(),
            opened.hashes(),
            opened.storage(),
            opened.log(),
            host.disk(),
            host.hashers(),
            host.settings().inlineWrites(),
            opened.have(),
            new Verdicts(opened, self));
    var loader = new BlockLoader(metainfo.geometry(), opened.storage(), host.disk());
    SwarmRun run =
        new SwarmRun(
            frame(metainfo.hashes(), ourId),
            new SwarmRun.Content(
                assembler, loader, opened.have(), metainfo.geometry(), host.uploadPool()),
            this);
    self[0] = run;
    Swarm swarm = maker.swarm(opened, wishes, run, ourId);
    SwarmActor<Swarm> actor = maker.drive(swarm, run, fault -> broken(run, fault));
    host.network().publish(run);
    run.begin(actor::post, takeOver(run));
    active = new Active(run, actor, () -> swarmStatus(actor));
    boolean finished = swarm.isFinished();
    state = finished ? TorrentStatus.State.SEEDING : TorrentStatus.State.DOWNLOADING;
    if (finished) {
      opened.rest();
      completed.complete(null);
    }
    tellPeers(run);
    if (announces == null) {
      startAnnounces(metainfo.hashes(), ourId, tiers(metainfo));
    }
  }

  private SwarmRun.Frame frame(InfoHashes hashes, PeerId ourId) {
    return new SwarmRun.Frame(
        hashes,
        ourId,
        List.of(host.down(), downLimit),
        List.of(host.up(), upLimit),
        down,
        up,
        wasted,
        host.settings().trace());
  }

  private void startAnnounces(InfoHashes hashes, PeerId ourId, List<List<String>> tiers) {
    if (!spec.announce()) {
      return;
    }
    Announces fresh =
        new Announces(
            host,
            hashes,
            ourId,
            tiers,
            this::progress,
            found -> {
              Active now = active;
              if (now != null) {
                foundPeers(now.run(), SwarmEvent.PeerSource.TRACKER, found);
              }
            });
    announces = fresh;
    fresh.start();
  }

  private void tellPeers(SwarmRun run) {
    synchronized (peers) {
      foundPeers(run, SwarmEvent.PeerSource.USER, List.copyOf(peers));
    }
    run.post(new SwarmEvent.DeadlineReached());
  }

  private static void foundPeers(
      SwarmRun run, SwarmEvent.PeerSource source, List<PeerAddress> found) {
    if (!found.isEmpty()) {
      run.post(new SwarmEvent.PeersFound(source, found));
    }
  }

  private List<List<String>> tiers(Metainfo metainfo) {
    List<List<String>> tiers = new ArrayList<>(metainfo.trackers());
    tiers.addAll(spec.extraTrackers());
    return tiers;
  }

  /** Tells the swarm what became of pieces. */
  private final class Verdicts implements PieceAssembler.Verdicts {
    private final TorrentFiles opened;
    private final SwarmRun[] run;

    Verdicts(TorrentFiles opened, SwarmRun[] run) {
      this.opened = opened;
      this.run = run;
    }

    @Override
    public void verified(int piece) {
      done.addAndGet(opened.contentOf(piece));
      run[0].post(new SwarmEvent.PieceVerified(piece));
    }

    @Override
    public void failed(int piece) {
      wasted.add(opened.metainfo().geometry().pieceSize(piece));
      run[0].post(new SwarmEvent.PieceFailed(piece));
    }

    @Override
    public void writeFailed(int piece, StorageException fault) {
      stopSoon(run[0], fault.code().text(), String.valueOf(fault.getMessage()));
      run[0].post(new SwarmEvent.WriteFailed(piece, String.valueOf(fault.getMessage())));
    }
  }

  private Progress progress() {
    // Before the metadata is there some of it is missing, however little is known.
    long left = files == null ? 1 : Math.max(0, total - done.get());
    return new Progress(up.total(), down.total(), left, known);
  }

  // What the run asks for.

  @Override
  public void connect(SwarmRun run, PeerAddress address) {
    host.network().dial(run, address);
  }

  @Override
  public void ban(PeerAddress banned) {
    host.network().ban(banned);
  }

  @Override
  public void serveHashes(SwarmRun run, PeerKey peer, PeerMessage.HashRange range) {
    hashDesk.serve(run, peer, range);
  }

  @Override
  public void layerLearned(SwarmRun run, SwarmEffect.LayerLearned layer) {
    TorrentFiles opened = files;
    if (opened != null) {
      opened.hashes().learn(layer.root(), layer.layer());
    }
    hashDesk.learn(layer);
  }

  @Override
  public void completed(SwarmRun run) {
    control.run(
        () -> {
          Active now = active;
          TorrentFiles opened = files;
          if (now == null || now.run() != run || opened == null) {
            return;
          }
          state = TorrentStatus.State.SEEDING;
          opened.rest();
          Announces told = announces;
          if (told != null) {
            told.completed();
          }
          completed.complete(null);
        });
  }

  @Override
  public void failed(SwarmRun run, String code, String message) {
    stopSoon(run, code, message);
  }

  private void broken(SwarmRun run, Throwable fault) {
    LOG.error("the swarm of {} is broken and stops", spec.hashes(), fault);
    stopSoon(run, "internal", String.valueOf(fault));
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
    now.run().stop(CloseReason.SHUTDOWN);
    now.actor().stop();
    Announces told = announces;
    announces = null;
    return told == null ? CompletableFuture.completedFuture(null) : told.stop();
  }

  private void closeFiles() {
    TorrentFiles opened = files;
    files = null;
    hashDesk.close();
    if (opened != null) {
      opened.rest();
      opened.close();
    }
    ResumeLog log = linkLog;
    linkLog = null;
    if (log != null) {
      try {
        log.close();
      } catch (IOException e) {
        LOG.debug("closing the journal of {}", spec.hashes(), e);
      }
    }
    linkActor = null;
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
    synchronized (peers) {
      peers.addAll(more);
    }
    Active now = active;
    if (now != null) {
      foundPeers(now.run(), SwarmEvent.PeerSource.USER, more);
    }
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
            StorageException fault = StorageException.ofWrite(e);
            stopBecause(fault.code().text(), String.valueOf(fault.getMessage()));
            return;
          }
          total = opened.total();
          done.set(opened.done());
          state =
              done.get() < total ? TorrentStatus.State.DOWNLOADING : TorrentStatus.State.SEEDING;
          now.run().post(new SwarmEvent.WishesChanged(other));
        });
  }

  @Override
  public void setLimits(RateLimits limits) {
    downLimit.setRate(limits.down());
    upLimit.setRate(limits.up());
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
    control.run(
        () -> {
          boolean idle = state == TorrentStatus.State.PAUSED || state == TorrentStatus.State.FAILED;
          if (ended || !idle) {
            return;
          }
          if (completed.isCompletedExceptionally()) {
            completed = new CompletableFuture<>();
          }
          Metainfo metainfo = metadata.isCompletedExceptionally() ? null : metadata.getNow(null);
          if (metainfo != null) {
            open(metainfo, spec.start());
          } else {
            begin();
          }
        });
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
    TorrentFiles opened = files;
    Announces told = announces;
    Optional<SwarmStatus> swarm = now == null ? Optional.empty() : now.status().get();
    swarm.ifPresent(seen -> known = seen.known());
    Metainfo metainfo = opened == null ? null : opened.metainfo();
    int pieces = metainfo == null ? 0 : metainfo.geometry().pieces();
    int have = opened == null ? 0 : opened.have().count();
    long nanos = System.nanoTime();
    return new TorrentStatus(
        state,
        metainfo != null ? metainfo.name() : linkName(),
        spec.hashes(),
        total,
        Math.min(done.get(), total),
        pieces,
        have,
        Math.min(checked.get(), pieces),
        swarm.map(SwarmStatus::unheld).orElse(0),
        down.rate(nanos),
        up.rate(nanos),
        down.total(),
        up.total(),
        wasted.total(),
        known,
        swarm
            .map(seen -> seen.peers().stream().map(ManagedTorrent::show).toList())
            .orElse(List.of()),
        told == null ? List.of() : told.status(),
        problem);
  }

  /** Usually there at once; a swarm that is busy for long is shown without its peers. */
  private Optional<SwarmStatus> swarmStatus(SwarmActor<Swarm> actor) {
    try {
      return Optional.of(
          actor
              .ask(swarm -> swarm.status(host.time().now()))
              .get(STATUS_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      return Optional.empty();
    }
  }

  private String linkName() {
    return switch (spec.source()) {
      case TorrentSpec.Source.Known(Metainfo metainfo) -> metainfo.name();
      case TorrentSpec.Source.Link(InfoHashes hashes, Optional<String> name) ->
          name.orElse(hashes.best().hex());
    };
  }

  private static TorrentStatus.PeerStatus show(SwarmStatus.Peer peer) {
    return new TorrentStatus.PeerStatus(
        peer.address().toString(),
        peer.client().isEmpty() ? peer.id().toString() : peer.client(),
        peer.outgoing(),
        peer.has(),
        peer.amChoking(),
        peer.amInterested(),
        peer.peerChoking(),
        peer.peerInterested(),
        peer.downRate(),
        peer.upRate());
  }
}
