package minibit.daemon.tracker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import minibit.core.announce.registry.SwarmRegistry;
import minibit.core.announce.registry.SwarmView;
import minibit.core.announce.registry.TrackerEvent;
import minibit.daemon.trace.WireTrace;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tracker on a listener of its own: announces and scrapes for stock clients, the plain JSON face
 * for everybody else, one registry behind both. Speaks plain HTTP to whoever comes, because stock
 * clients have neither tokens nor certificates; nothing else is reachable through it.
 *
 * <p>Any thread. What happens is told to the listener at once, by the thread at work, so it must be
 * quick.
 */
public final class TrackerServer implements AutoCloseable {
  /** Largest head of a request: a scrape of 74 torrents takes a third of it. */
  static final int MAX_HEAD = 16 << 10;

  /** A connection that says nothing for so long is closed. */
  private static final Duration IDLE = Duration.ofSeconds(15);

  private static final Duration STOP_LIMIT = Duration.ofMillis(500);
  private static final int THREADS = 16;
  private static final Logger LOG = LoggerFactory.getLogger(TrackerServer.class);

  private final Server server;
  private final ServerConnector connector;
  private final LockedRegistry registry;
  private final ScheduledExecutorService cleaner;

  private TrackerServer(
      Server server,
      ServerConnector connector,
      LockedRegistry registry,
      ScheduledExecutorService cleaner) {
    this.server = server;
    this.connector = connector;
    this.registry = registry;
    this.cleaner = cleaner;
  }

  /** Starts with the machine's clock and chance, telling nobody. */
  public static TrackerServer start(TrackerSettings settings) throws IOException {
    return start(settings, _ -> {}, WireTrace.NONE);
  }

  /** Starts with the machine's clock and chance. */
  public static TrackerServer start(
      TrackerSettings settings, Consumer<TrackerEvent> events, WireTrace trace) throws IOException {
    return start(settings, InstantSource.system(), RandomGenerator.getDefault(), events, trace);
  }

  /**
   * Starts listening.
   *
   * @throws BindException if the port is taken or the address not ours
   */
  public static TrackerServer start(
      TrackerSettings settings,
      InstantSource clock,
      RandomGenerator random,
      Consumer<TrackerEvent> events,
      WireTrace trace)
      throws IOException {
    LockedRegistry registry =
        new LockedRegistry(new SwarmRegistry(settings.registry(), random, events), clock);
    Server server = server();
    ServerConnector connector = connector(server, settings);
    server.addBean(new NetworkConnectionLimit(settings.connections(), server));
    HurriedHeads heads = new HurriedHeads();
    connector.addBean(heads);
    server.setHandler(
        new TrackerRouter(
            new AnnounceFace(registry, trace), new JsonFace(registry, trace), registry, clock));
    try {
      connector.open();
      server.start();
    } catch (Exception e) {
      stop(server);
      throw asIo(e);
    }
    ScheduledExecutorService cleaner =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tracker-cleaner").factory());
    long round = settings.registry().round().toMillis();
    cleaner.scheduleWithFixedDelay(() -> clean(registry), round, round, TimeUnit.MILLISECONDS);
    cleaner.scheduleWithFixedDelay(
        heads::closeLate, IDLE.toMillis(), IDLE.toMillis(), TimeUnit.MILLISECONDS);
    return new TrackerServer(server, connector, registry, cleaner);
  }

  private static Server server() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("tracker");
    threads.setDaemon(true);
    // A slow body holds a virtual thread, of which there are enough, and none of the pool's.
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("tracker-"));
    Server server = new Server(threads);
    server.setStopTimeout(STOP_LIMIT.toMillis());
    server.setStopAtShutdown(false);
    return server;
  }

  private static ServerConnector connector(Server server, TrackerSettings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_HEAD);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.listen().getHostString());
    connector.setPort(settings.listen().getPort());
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setReuseAddress(true);
    connector.setAcceptQueueSize(512);
    server.addConnector(connector);
    return connector;
  }

  /** Jetty wraps what the socket says. */
  private static IOException asIo(Exception error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException bind) {
        return bind;
      }
      if (cause instanceof UnresolvedAddressException) {
        return new BindException("no such address here");
      }
    }
    return error instanceof IOException io ? io : new IOException(error);
  }

  private static void clean(LockedRegistry registry) {
    try {
      registry.clean();
    } catch (RuntimeException e) {
      // Our own fault, but a tracker that never cleans again would be worse.
      LOG.error("cleaning failed", e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(connector.getHost(), port());
  }

  /** What goes on, for people: at most this many peers. */
  public List<SwarmView> view(int mostPeers) {
    return registry.view(mostPeers);
  }

  /** Stops at once; the port is free when this returns. */
  @Override
  public void close() {
    cleaner.shutdownNow();
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.debug("while stopping", e);
    } finally {
      server.destroy();
    }
  }
}
