package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import minibit.core.dht.DhtStatus;
import minibit.core.id.InfoHash;
import minibit.core.lsd.LsdStatus;
import minibit.core.words.Sentence;
import minibit.daemon.cache.BlockCache;
import minibit.daemon.cache.CacheStats;
import minibit.daemon.dht.DhtService;
import minibit.daemon.disk.HandleCache;
import minibit.daemon.disk.resume.JournalStore;
import minibit.daemon.disk.resume.ResumeStore;
import minibit.daemon.lsd.LsdService;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.Listener;
import minibit.daemon.net.Loop;
import minibit.daemon.net.TokenBucket;
import minibit.daemon.tracker.TrackerClients;
import minibit.daemon.webseed.WebSeedClient;
import org.jspecify.annotations.Nullable;

/**
 * Runs torrents: many at once, over one listening port. Open, {@link #add}, close. Any thread.
 *
 * <p>Bytes flow on a loop a core; decisions are made by each torrent's swarm, which has no thread;
 * each device has threads that read, write and hash.
 */
public final class Engine implements AutoCloseable {
  /** Bytes read from disk that may wait to be sent, of all torrents. */
  private static final int UPLOAD_BUFFERS = 64 << 20;

  /** How long closing waits for trackers to take the stop. */
  private static final long CLOSE_MILLIS = 1200;

  private final EngineSettings settings;
  private final Map<InfoHash, ManagedTorrent> torrents = new ConcurrentHashMap<>();
  private final AtomicReference<EngineTotals> totalsBefore =
      new AtomicReference<>(EngineTotals.NONE);
  private final List<Loop> loops;
  private final Connections connections;
  private final Listener listener;
  private final BufferPool receivePool;
  private final EngineThreads threads;
  private final Devices devices;
  private final HandleCache handles;
  private final ResumeStore resume;
  private final TrackerClients trackers;
  private final WebSeedClient webSeeds;
  private final TokenBucket down;
  private final TokenBucket up;
  private final Host host;
  private final Optional<BlockCache> cache;
  private final FoundTorrents found;
  private final PeerUdp udp;
  private final Optional<DhtService> dht;
  private final Optional<LsdService> lsd;
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean closed;
  private Moved movedBefore = new Moved(0, 0);

  /** Payload bytes each way. */
  private record Moved(long down, long up) {}

  private Engine(
      EngineSettings settings,
      ResumeStore resume,
      HandleCache handles,
      Function<Path, Object> names)
      throws IOException {
    this.resume = resume;
    this.handles = handles;
    this.settings = settings;
    SplittableGenerator chance = chance(settings);
    MonotonicTime time = new MonotonicTime();
    receivePool = new BufferPool(settings.diskCap());
    loops = new ArrayList<>();
    for (int i = 0; i < settings.loops(); i++) {
      loops.add(new Loop("minibit-loop-" + i, receivePool));
    }
    threads = new EngineThreads(settings);
    RandomGenerator secret =
        settings.seed().isPresent() ? new Random(chance.nextLong()) : new SecureRandom();
    connections = new Connections(settings, loops, threads.keys(), secret);
    try {
      listener = PeerPort.open(settings, loops.getFirst(), connections::enter);
    } catch (IOException e) {
      loops.forEach(Loop::close);
      threads.shutdown();
      throw e;
    }
    devices = new Devices(names, receivePool, new BufferPool(UPLOAD_BUFFERS));
    udp = PeerUdp.open(settings, listener.address(), receivePool, connections, secret, time::now);
    dht = udp.dht();
    lsd = LsdSearch.service(settings, listener.address(), time::now);
    trackers = new TrackerClients(time::now, chance.split(), settings.source());
    webSeeds = new WebSeedClient(settings.webSeeds());
    long nanos = System.nanoTime();
    down = new TokenBucket(settings.limits().down(), nanos);
    up = new TokenBucket(settings.limits().up(), nanos);
    cache =
        settings.cacheSize() == 0
            ? Optional.empty()
            : Optional.of(new BlockCache(settings.cacheSize()));
    host =
        new Host(
            settings,
            time,
            devices,
            threads.control(),
            threads.timer(),
            receivePool,
            cache,
            handles,
            resume,
            trackers,
            webSeeds,
            down,
            up,
            () -> split(chance),
            connections,
            listener.address().getPort(),
            dht,
            lsd);
    found =
        new FoundTorrents(
            settings.finder(), new FoundStarter(), threads.control(), threads.timer());
    connections.findBy(found);
  }

  private final class FoundStarter implements FoundTorrents.Starter {
    @Override
    public @Nullable SwarmRun route(InfoHash name) {
      return connections.route(name);
    }

    @Override
    public ManagedTorrent start(TorrentSpec spec) {
      return begin(spec, found::failed);
    }
  }

  /**
   * Opens the port and starts the loops.
   *
   * @throws PortInUseException if the wanted port, or all of the usual ones, are taken
   * @throws IOException if the system refuses otherwise
   */
  public static Engine open(EngineSettings settings) throws IOException {
    return open(
        settings,
        settings
            .home()
            .<ResumeStore>map(home -> new JournalStore(home.resolve("oneshot")))
            .orElseGet(NoResume::new));
  }

  /**
   * The same, keeping resume data there; closed with the engine.
   *
   * @throws PortInUseException if the wanted port, or all of the usual ones, are taken
   * @throws IOException if the system refuses otherwise
   */
  public static Engine open(EngineSettings settings, ResumeStore resume) throws IOException {
    return open(settings, resume, new HandleCache(HandleCache.DEFAULT_CAP));
  }

  /** The same over a disk of the caller's. */
  static Engine open(EngineSettings settings, ResumeStore resume, HandleCache handles)
      throws IOException {
    return open(settings, resume, handles, Devices::nameOf);
  }

  /** The same where folders lie on devices that the caller names. */
  static Engine open(
      EngineSettings settings,
      ResumeStore resume,
      HandleCache handles,
      Function<Path, Object> names)
      throws IOException {
    return new Engine(settings, resume, handles, names);
  }

  private static SplittableGenerator chance(EngineSettings settings) {
    RandomGeneratorFactory<SplittableGenerator> factory =
        RandomGeneratorFactory.of("L64X128MixRandom");
    return factory.create(settings.seed().orElseGet(() -> new SecureRandom().nextLong()));
  }

  private static SplittableGenerator split(SplittableGenerator chance) {
    synchronized (chance) {
      return chance.split();
    }
  }

  /** Where it listens; the port is never 0. */
  public InetSocketAddress listenAddress() {
    return listener.address();
  }

  /**
   * Starts a torrent. Returns at once; what goes wrong later shows in its status and futures.
   *
   * @throws TorrentException with code {@code already-added} if it is running
   */
  public Torrent add(TorrentSpec spec) {
    Torrent running = torrents.get(spec.hashes().best());
    if (running != null && found.forget(running)) {
      // It runs only because a peer came by: now somebody wants it for good.
      var unused = running.remove();
    }
    return begin(spec, _ -> {});
  }

  private ManagedTorrent begin(TorrentSpec spec, Consumer<ManagedTorrent> failed) {
    InfoHash name = spec.hashes().best();
    ManagedTorrent torrent = new ManagedTorrent(host, spec, gone -> removed(name, gone));
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the engine is closed");
      }
      if (torrents.putIfAbsent(name, torrent) != null) {
        throw new TorrentException(
            "already-added", Sentence.of("already-running", "{0} is running already", name));
      }
    }
    torrent.start(() -> failed.accept(torrent));
    return torrent;
  }

  private void removed(InfoHash name, ManagedTorrent gone) {
    if (leave(name, gone)) {
      found.removed(gone);
    }
  }

  /** What it moved still counts when it is gone. */
  private synchronized boolean leave(InfoHash name, ManagedTorrent gone) {
    boolean left = torrents.remove(name, gone);
    if (left) {
      totalsBefore.accumulateAndGet(gone.totals(), EngineTotals::plus);
      movedBefore =
          new Moved(
              movedBefore.down() + gone.gauges().down().total(),
              movedBefore.up() + gone.gauges().up().total());
    }
    return left;
  }

  /** The running torrents, those too that run because a peer asked for them. */
  public List<Torrent> torrents() {
    return List.copyOf(torrents.values());
  }

  /** What all of it does: costs little, for no swarm is asked. */
  public EngineStatus status() {
    long downRate = 0;
    long upRate = 0;
    long nanos = System.nanoTime();
    Moved moved;
    synchronized (this) {
      // A torrent is counted here or among those that are gone, never twice.
      moved = movedBefore;
      for (Torrent torrent : torrents.values()) {
        if (torrent instanceof ManagedTorrent managed) {
          Gauges gauges = managed.gauges();
          downRate += gauges.down().rate(nanos);
          upRate += gauges.up().rate(nanos);
          moved = new Moved(moved.down() + gauges.down().total(), moved.up() + gauges.up().total());
        }
      }
    }
    int connecting = connections.connecting();
    return new EngineStatus(
        torrents.size(),
        connections.total() - connecting,
        connecting,
        downRate,
        upRate,
        receivePool.used(),
        moved.down(),
        moved.up());
  }

  /** What was counted since it opened. */
  public EngineTotals totals() {
    EngineTotals all = new EngineTotals(0, 0, 0, 0, 0, devices.waiting()).plus(totalsBefore.get());
    for (ManagedTorrent torrent : torrents.values()) {
      all = all.plus(torrent.totals());
    }
    return all;
  }

  /**
   * What the cache of the most wanted blocks holds and has done.
   *
   * @param mostWanted how many of the most wanted to name
   */
  public CacheStats cacheStats(int mostWanted) {
    return cache.map(kept -> kept.stats(mostWanted)).orElse(CacheStats.OFF);
  }

  /** How our node of the DHT stands; empty if there is none. */
  public Optional<DhtStatus> dht() {
    return dht.map(DhtService::status);
  }

  /** Whether our node knows others, so that torrents it is told of can be found by strangers. */
  public boolean isInDht() {
    return dht()
        .map(status -> Stream.concat(status.v4().stream(), status.v6().stream()))
        .map(tables -> tables.anyMatch(table -> table.good() > 0))
        .orElse(false);
  }

  /** How local service discovery stands; empty if it is off. */
  public Optional<LsdStatus> lsd() {
    return lsd.map(LsdService::status);
  }

  /** Adapters on which neighbours are told of our torrents now; 0 if of none. */
  public int lsdAdapters() {
    return lsd.map(LsdService::adapters).orElse(0);
  }

  /** Changes the limits of all torrents together. */
  public void setLimits(RateLimits limits) {
    down.setRate(limits.down());
    up.setRate(limits.up());
  }

  /**
   * Ends everything: torrents stop, trackers are told, connections close, the port is free. Takes
   * less than two seconds, whatever the trackers do. Who comes while another closes waits for the
   * same end: an interruption and a command's own end often come together, and the process dies
   * with whichever is through first.
   */
  @Override
  public void close() {
    boolean first;
    synchronized (this) {
      first = !closed;
      closed = true;
    }
    if (!first) {
      awaitEnd();
      return;
    }
    try {
      closeAll();
    } finally {
      ended.countDown();
    }
  }

  private void awaitEnd() {
    try {
      // The limit only guards against a fault of ours: closing has limits of its own.
      var unused = ended.await(2 * CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    try {
      listener.close();
    } catch (IOException e) {
      connections.stop();
    }
    connections.stop();
    CompletableFuture<Void> stopped =
        CompletableFuture.allOf(
            torrents.values().stream().map(Torrent::remove).toArray(CompletableFuture[]::new));
    try {
      stopped.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // A tracker that does not answer in time learns it from our silence.
      torrents.clear();
    }
    loops.forEach(Loop::close);
    udp.closeStreams();
    devices.shutdown();
    threads.shutdown();
    trackers.close();
    udp.close();
    lsd.ifPresent(LsdService::close);
    webSeeds.close();
    try {
      devices.awaitTermination(200);
      resume.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      torrents.clear();
    }
    handles.close();
    cache.ifPresent(BlockCache::close);
  }
}
