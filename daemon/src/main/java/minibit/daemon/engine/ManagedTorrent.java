package minibit.daemon.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
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
import minibit.core.announce.Progress;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.metainfo.LayerStore;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.session.CloseReason;
import minibit.core.session.PeerKey;
import minibit.core.swarm.Swarm;
import minibit.core.swarm.SwarmEffect;
import minibit.core.swarm.SwarmEvent;
import minibit.core.swarm.SwarmSettings;
import minibit.core.swarm.SwarmSetup;
import minibit.core.swarm.SwarmStatus;
import minibit.core.swarm.SwarmWatch;
import minibit.core.swarm.Wishes;
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

  /** What exists only while it runs. */
  private record Active(SwarmRun run, SwarmActor<Swarm> actor, Announces announces) {}

  /** A torrent that does nothing before {@link #start}; {@code gone} hears of its removal. */
  ManagedTorrent(Host host, TorrentSpec spec, Consumer<Torrent> gone) {
    this.gone = gone;
    this.host = host;
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
      case TorrentSpec.Source.Link _ -> stopBecause("bad-metadata", "links are not followed yet");
    }
  }

  private void open(Metainfo metainfo, StartMode mode) {
    if (ended) {
      return;
    }
    state = TorrentStatus.State.CHECKING;
    problem = Optional.empty();
    try {
      ResumeLog log =
          mode == StartMode.TRUST
              ? new NoResume()
              : host.resume().open(metainfo.hashes(), spec.folder());
      TorrentFiles opened =
          TorrentFiles.open(host, metainfo, spec.folder(), wishes, mode, log, checked, () -> ended);
      files = opened;
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
    PeerId ourId = PeerId.random(host.random().get());
    var frame =
        new SwarmRun.Frame(
            metainfo.hashes(),
            ourId,
            List.of(host.down(), downLimit),
            List.of(host.up(), upLimit),
            down,
            up,
            wasted);
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
            frame,
            new SwarmRun.Content(
                assembler, loader, opened.have(), metainfo.geometry(), host.uploadPool()),
            this);
    self[0] = run;
    Swarm swarm = swarm(opened, run, ourId);
    SwarmActor<Swarm> actor =
        new SwarmActor<>(
            swarm,
            new SwarmDecider(swarm),
            run::perform,
            fault -> broken(run, fault),
            host.timer(),
            host.time());
    run.begin(actor::post);
    Announces announces =
        new Announces(
            host,
            metainfo.hashes(),
            ourId,
            tiers(metainfo),
            this::progress,
            found -> foundPeers(run, SwarmEvent.PeerSource.TRACKER, found));
    active = new Active(run, actor, announces);
    boolean finished = swarm.isFinished();
    state = finished ? TorrentStatus.State.SEEDING : TorrentStatus.State.DOWNLOADING;
    host.network().publish(run);
    if (finished) {
      opened.rest();
      completed.complete(null);
    }
    synchronized (peers) {
      foundPeers(run, SwarmEvent.PeerSource.USER, List.copyOf(peers));
    }
    run.post(new SwarmEvent.DeadlineReached());
    if (spec.announce()) {
      announces.start();
    }
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

  private Swarm swarm(TorrentFiles opened, SwarmRun run, PeerId ourId) {
    Metainfo metainfo = opened.metainfo();
    List<SwarmSetup.PieceRange> ranges = new ArrayList<>();
    for (int i = 0; i < metainfo.files().size(); i++) {
      TorrentFile file = metainfo.files().get(i);
      ranges.add(
          file.isContent() && file.length() > 0
              ? new SwarmSetup.PieceRange(
                  opened.storage().layout().firstPiece(i), opened.storage().layout().lastPiece(i))
              : SwarmSetup.PieceRange.NONE);
    }
    SwarmSetup setup =
        new SwarmSetup(
            metainfo.hashes(),
            metainfo.geometry(),
            opened.have().copy(),
            ranges,
            metainfo.isPrivate(),
            Optional.of(metainfo.infoBytes()),
            ourId,
            run.reserved(),
            host.port(),
            "minibit 0.1.0",
            Optional.of(new LayerStore(metainfo)));
    int most = host.settings().maxPeersPerTorrent();
    return new Swarm(
        setup,
        wishes,
        SwarmSettings.DEFAULTS.withPeers(most, Math.min(most, SwarmSettings.DEFAULTS.dialUpTo())),
        SwarmWatch.NONE,
        host.random().get());
  }

  /** The swarm as its actor drives it. */
  private record SwarmDecider(Swarm swarm) implements SwarmActor.Decider {
    @Override
    public List<SwarmEffect> handle(Instant now, SwarmEvent event) {
      return swarm.handle(now, event);
    }

    @Override
    public Instant deadline() {
      return swarm.deadline();
    }
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
    long left = Math.max(0, total - done.get());
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
    host.hashers().execute(() -> run.send(peer, new PeerMessage.HashReject(range)));
  }

  @Override
  public void layerLearned(SwarmRun run, SwarmEffect.LayerLearned layer) {
    TorrentFiles opened = files;
    if (opened != null) {
      opened.hashes().learn(layer.root(), layer.layer());
    }
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
          if (spec.announce()) {
            now.announces().completed();
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
    return spec.announce() ? now.announces().stop() : CompletableFuture.completedFuture(null);
  }

  private void closeFiles() {
    TorrentFiles opened = files;
    files = null;
    if (opened != null) {
      opened.rest();
      opened.close();
    }
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
    Optional<SwarmStatus> swarm = now == null ? Optional.empty() : swarmStatus(now.actor());
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
        now == null ? List.of() : now.announces().status(),
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
