package minibit.daemon.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that speaks HTTP to whoever comes: few threads, a bound on connections, and no patience
 * with those that say nothing or say it byte by byte. Handlers run on virtual threads.
 */
public final class HttpPort implements AutoCloseable {
  /** Largest head of a request: a scrape of 74 torrents takes a third of it. */
  public static final int MAX_HEAD = 16 << 10;

  // A name may have slashes, percent signs and semicolons in it: whoever takes a path apart does so
  // before decoding its segments. Dots that climb stay refused.
  private static final UriCompliance URIS =
      UriCompliance.DEFAULT.with(
          "minibit",
          Violation.AMBIGUOUS_PATH_SEPARATOR,
          Violation.AMBIGUOUS_PATH_ENCODING,
          Violation.AMBIGUOUS_PATH_PARAMETER,
          Violation.SUSPICIOUS_PATH_CHARACTERS);

  private static final Duration STOP_LIMIT = Duration.ofMillis(500);
  private static final int THREADS = 16;
  private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);

  /**
   * How many references share a line of the processor's cache. Jetty would ask Java's management
   * for it, all of which has to be started for the answer: a tenth of a daemon's start.
   */
  private static final String CACHE_LINE = "org.eclipse.jetty.util.referencesPerCacheLine";

  static {
    if (System.getProperty(CACHE_LINE) == null) {
      System.setProperty(CACHE_LINE, "16");
    }
  }

  private final Server server;
  private final ServerConnector connector;
  private final ScheduledExecutorService timer;

  private HttpPort(Server server, ServerConnector connector, ScheduledExecutorService timer) {
    this.server = server;
    this.connector = connector;
    this.timer = timer;
  }

  /**
   * How a port is run.
   *
   * @param name of the threads
   * @param listen where; port 0 takes any free one
   * @param connections open at once; more wait in the kernel's queue
   * @param idle after which a connection that says nothing is closed; one that gets no request's
   *     head done goes after twice as long
   * @param tls certificate and key; empty speaks plain HTTP
   */
  public record Settings(
      String name,
      InetSocketAddress listen,
      int connections,
      Duration idle,
      Optional<SSLContext> tls) {
    /** Plain HTTP. */
    public static Settings plain(
        String name, InetSocketAddress listen, int connections, Duration idle) {
      return new Settings(name, listen, connections, idle, Optional.empty());
    }
  }

  /**
   * Starts listening.
   *
   * @throws BindException if the port is taken or the address not ours
   */
  public static HttpPort open(Settings settings, Handler handler) throws IOException {
    return open(settings, handler, Optional.empty());
  }

  /**
   * Starts listening.
   *
   * @param errors answers what never gets to the handler because it is not even HTTP
   * @throws BindException if the port is taken or the address not ours
   */
  public static HttpPort open(Settings settings, Handler handler, Optional<Request.Handler> errors)
      throws IOException {
    Server server = server(settings.name());
    ServerConnector connector = connector(server, settings);
    server.addBean(new NetworkConnectionLimit(settings.connections(), server));
    HurriedHeads heads = new HurriedHeads();
    connector.addBean(heads);
    server.setHandler(handler);
    errors.ifPresent(server::setErrorHandler);
    try {
      connector.open();
      server.start();
    } catch (Exception e) {
      stop(server);
      throw asIo(e);
    }
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(settings.name() + "-heads").factory());
    long round = settings.idle().toMillis();
    timer.scheduleWithFixedDelay(heads::closeLate, round, round, TimeUnit.MILLISECONDS);
    return new HttpPort(server, connector, timer);
  }

  private static Server server(String name) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName(name);
    threads.setDaemon(true);
    // A slow body holds a virtual thread, of which there are enough, and none of the pool's.
    AtomicInteger number = new AtomicInteger();
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(
            task ->
                Thread.ofVirtual().name(name + "-" + number.getAndIncrement()).unstarted(task)));
    Server server = new Server(threads);
    server.setStopTimeout(STOP_LIMIT.toMillis());
    server.setStopAtShutdown(false);
    return server;
  }

  private static ServerConnector connector(Server server, Settings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_HEAD);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setUriCompliance(URIS);
    if (settings.tls().isPresent()) {
      // Who may ask by which name is the handler's to say, not the certificate's.
      http.addCustomizer(new SecureRequestCustomizer(false));
    }
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ConnectionFactory[] protocols =
        settings
            .tls()
            .map(tls -> new ConnectionFactory[] {secured(tls, plain), plain})
            .orElseGet(() -> new ConnectionFactory[] {plain});
    ServerConnector connector = new ServerConnector(server, 1, 1, protocols);
    connector.setHost(settings.listen().getHostString());
    connector.setPort(settings.listen().getPort());
    connector.setIdleTimeout(settings.idle().toMillis());
    connector.setReuseAddress(true);
    connector.setAcceptQueueSize(512);
    server.addConnector(connector);
    return connector;
  }

  private static SslConnectionFactory secured(SSLContext tls, HttpConnectionFactory inner) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setSslContext(tls);
    return new SslConnectionFactory(context, inner.getProtocol());
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
