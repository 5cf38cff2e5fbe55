package minibit.daemon.tracker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
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
 * A port that speaks plain HTTP to whoever comes: few threads, a bound on connections, and no
 * patience with those that say nothing or say it byte by byte. Handlers run on virtual threads.
 */
public final class HttpPort implements AutoCloseable {
  /** Largest head of a request: a scrape of 74 torrents takes a third of it. */
  static final int MAX_HEAD = 16 << 10;

  private static final Duration STOP_LIMIT = Duration.ofMillis(500);
  private static final int THREADS = 16;
  private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);

  private final Server server;
  private final ServerConnector connector;
  private final ScheduledExecutorService timer;

  private HttpPort(Server server, ServerConnector connector, ScheduledExecutorService timer) {
    this.server = server;
    this.connector = connector;
    this.timer = timer;
  }

  /**
   * Starts listening.
   *
   * @param name of the threads
   * @param connections open at once; more wait in the kernel's queue
   * @param idle after which a connection that says nothing is closed; one that gets no request done
   *     goes after twice as long
   * @throws BindException if the port is taken or the address not ours
   */
  public static HttpPort open(
      String name, InetSocketAddress listen, int connections, Duration idle, Handler handler)
      throws IOException {
    Server server = server(name);
    ServerConnector connector = connector(server, listen, idle);
    server.addBean(new NetworkConnectionLimit(connections, server));
    HurriedHeads heads = new HurriedHeads();
    connector.addBean(heads);
    server.setHandler(handler);
    try {
      connector.open();
      server.start();
    } catch (Exception e) {
      stop(server);
      throw asIo(e);
    }
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name + "-heads").factory());
    timer.scheduleWithFixedDelay(
        heads::closeLate, idle.toMillis(), idle.toMillis(), TimeUnit.MILLISECONDS);
    return new HttpPort(server, connector, timer);
  }

  private static Server server(String name) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName(name);
    threads.setDaemon(true);
    // A slow body holds a virtual thread, of which there are enough, and none of the pool's.
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor(name + "-"));
    Server server = new Server(threads);
    server.setStopTimeout(STOP_LIMIT.toMillis());
    server.setStopAtShutdown(false);
    return server;
  }

  private static ServerConnector connector(Server server, InetSocketAddress listen, Duration idle) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_HEAD);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(listen.getHostString());
    connector.setPort(listen.getPort());
    connector.setIdleTimeout(idle.toMillis());
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

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
  }

  /** Stops at once; the port is free when this returns. */
  @Override
  public void close() {
    timer.shutdownNow();
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
