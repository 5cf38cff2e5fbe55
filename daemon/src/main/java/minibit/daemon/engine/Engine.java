package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import minibit.core.dht.DhtStatus;
import minibit.core.id.InfoHash;
import minibit.core.lsd.LsdStatus;
import minibit.daemon.cache.CacheStats;
import minibit.daemon.dht.DhtService;
import minibit.daemon.disk.HandleCache;
import minibit.daemon.disk.resume.JournalStore;
import minibit.daemon.disk.resume.ResumeStore;
import minibit.daemon.engine.device.Devices;
import minibit.daemon.lsd.LsdService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs torrents: many at once, over one listening port. Open, {@link #add}, close. Any thread.
 *
 * <p>Bytes flow on a loop a core; decisions are made by each torrent's swarm, which has no thread;
 * each device has threads that read, write and hash.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** How long closing waits for trackers to take the stop. */
  private static final long CLOSE_MILLIS = 1200;

  private final Machinery machinery;
  private final Host host;
  private final RunningTorrents torrents = new RunningTorrents();
  private final FoundTorrents found;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Engine(Machinery machinery) {
    this.machinery = machinery;
    this.host = machinery.host();
    this.found =
        new FoundTorrents(
            host.settings().finder(), new FoundStarter(), host.control(), host.timer());
    machinery.connections().findBy(found);
  }

  private final class FoundStarter implements FoundTorrents.Starter {
    @Override
    public @Nullable SwarmRun route(InfoHash name) {
      return machinery.connections().route(name);
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
    return new Engine(new Machinery(settings, resume, handles, names));
  }

  /** Where it listens; the port is never 0. */
  public InetSocketAddress listenAddress() {
    return machinery.listenAddress();
  }

  /**
   * Starts a torrent. Returns at once; what goes wrong later shows in its status and futures.
   *
   * @throws TorrentException with code {@code already-added} if it is running
   */
  public Torrent add(TorrentSpec spec) {
    Optional<ManagedTorrent> running = torrents.of(spec.hashes().best());
    if (running.isPresent() && found.forget(running.get())) {
      // It runs only because a peer came by: now somebody wants it for good.
      var unused = running.get().remove();
    }
    return begin(spec, _ -> {});
  }

  private ManagedTorrent begin(TorrentSpec spec, Consumer<ManagedTorrent> failed) {
    InfoHash name = spec.hashes().best();
    ManagedTorrent torrent = new ManagedTorrent(host, spec, gone -> removed(name, gone));
    torrents.add(name, torrent);
    torrent.start(() -> failed.accept(torrent));
    return torrent;
  }

  private void removed(InfoHash name, ManagedTorrent gone) {
    if (torrents.leave(name, gone)) {
      found.removed(gone);
    }
  }

  /** The running torrents, those too that run because a peer asked for them. */
  public List<Torrent> torrents() {
    return torrents.all();
  }

  /** What all of it does: costs little, for no swarm is asked. */
  public EngineStatus status() {
    RunningTorrents.Traffic traffic = torrents.traffic(System.nanoTime());
    int connecting = machinery.connections().connecting();
    return new EngineStatus(
        torrents.size(),
        machinery.connections().total() - connecting,
        connecting,
        traffic.downRate(),
        traffic.upRate(),
        host.receivePool().used(),
        traffic.down(),
        traffic.up());
  }

  /** What was counted since it opened. */
  public EngineTotals totals() {
    return new EngineTotals(0, 0, 0, 0, 0, host.devices().waiting()).plus(torrents.totals());
  }

  /**
   * What the cache of the most wanted blocks holds and has done.
   *
   * @param mostWanted how many of the most wanted to name
   */
  public CacheStats cacheStats(int mostWanted) {
    return host.cache().map(kept -> kept.stats(mostWanted)).orElse(CacheStats.OFF);
  }

  /** How our node of the DHT stands; empty if there is none. */
  public Optional<DhtStatus> dht() {
    return host.dht().map(DhtService::status);
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
    return host.lsd().map(LsdService::status);
  }

  /** Adapters on which neighbours are told of our torrents now; 0 if of none. */
  public int lsdAdapters() {
    return host.lsd().map(LsdService::adapters).orElse(0);
  }

  /** Changes the limits of all torrents together. */
  public void setLimits(RateLimits limits) {
    host.down().setRate(limits.down());
    host.up().setRate(limits.up());
  }

  /**
   * Ends everything: torrents stop, trackers are told, connections close, the port is free. Takes
   * less than two seconds, whatever the trackers do. Who comes while another closes waits for the
   * same end: an interruption and a command's own end often come together, and the process dies
   * with whichever is through first.
   */
  @Override
  public void close() {
    if (!torrents.close()) {
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
    machinery.shutOut();
    try {
      torrents.removeAll().get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // A tracker that does not answer in time learns it from our silence.
      LOG.debug("closing before every tracker knows", e);
    }
    machinery.close();
  }
}
