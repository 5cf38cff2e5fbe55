package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import minibit.daemon.cache.BlockCache;
import minibit.daemon.disk.HandleCache;
import minibit.daemon.disk.resume.ResumeStore;
import minibit.daemon.engine.device.Devices;
import minibit.daemon.lsd.LsdService;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.Listener;
import minibit.daemon.net.Loop;
import minibit.daemon.net.TokenBucket;
import minibit.daemon.tracker.TrackerClients;
import minibit.daemon.webseed.WebSeedClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine runs its torrents with: ports, loops, threads, caches and clients of others.
 * Opened all together; closed in an order in which nobody misses what is gone. Any thread.
 */
final class Machinery {
  private static final Logger LOG = LoggerFactory.getLogger(Machinery.class);

  /** Bytes read from disk that may wait to be sent, of all torrents. */
  private static final int UPLOAD_BUFFERS = 64 << 20;

  /** How long reads and writes that are under way may take to end, when it closes. */
  private static final long DISK_MILLIS = 200;

  private final List<Loop> loops = new ArrayList<>();
  private final EngineThreads threads;
  private final Connections connections;
  private final Listener listener;
  private final PeerUdp udp;
  private final Host host;

  /**
   * Opens the ports and starts the loops.
   *
   * @param names names the device of a folder
   * @throws PortInUseException if the wanted port, or all of the usual ones, are taken
   * @throws IOException if the system refuses otherwise
   */
  Machinery(
      EngineSettings settings,
      ResumeStore resume,
      HandleCache handles,
      Function<Path, Object> names)
      throws IOException {
    SplittableGenerator chance = chance(settings);
    MonotonicTime time = new MonotonicTime();
    BufferPool receivePool = new BufferPool(settings.diskCap());
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
    udp = PeerUdp.open(settings, listener.address(), receivePool, connections, secret, time::now);
    long nanos = System.nanoTime();
    host =
        new Host(
            settings,
            time,
            new Devices(names, receivePool, new BufferPool(UPLOAD_BUFFERS)),
            threads.control(),
            threads.timer(),
            receivePool,
            cache(settings),
            handles,
            resume,
            new TrackerClients(time::now, chance.split(), settings.source()),
            new WebSeedClient(settings.webSeeds()),
            new TokenBucket(settings.limits().down(), nanos),
            new TokenBucket(settings.limits().up(), nanos),
            () -> split(chance),
            connections,
            listener.address().getPort(),
            udp.dht(),
            LsdSearch.service(settings, listener.address(), time::now));
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

  private static Optional<BlockCache> cache(EngineSettings settings) {
    return settings.cacheSize() == 0
        ? Optional.empty()
        : Optional.of(new BlockCache(settings.cacheSize()));
  }

  /** What of it the torrents are lent. */
  Host host() {
    return host;
  }

  /** All connections. */
  Connections connections() {
    return connections;
  }

  /** Where peers come in; the port is never 0. */
  InetSocketAddress listenAddress() {
    return listener.address();
  }

  /** Nobody comes in any more, and nobody is dialled. */
  void shutOut() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("closing the peer port", e);
    }
    connections.stop();
  }

  /** Ends all of it, once no torrent needs it. */
  void close() {
    loops.forEach(Loop::close);
    udp.closeStreams();
    host.devices().shutdown();
    threads.shutdown();
    host.trackers().close();
    udp.close();
    host.lsd().ifPresent(LsdService::close);
    host.webSeeds().close();
    try {
      host.devices().awaitTermination(DISK_MILLIS);
      host.resume().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("closing the resume data", e);
    }
    host.handles().close();
    host.cache().ifPresent(BlockCache::close);
  }
}
