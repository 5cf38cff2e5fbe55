package minibit.daemon.api;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.core.words.Sentence;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.audit.AuditLog;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.events.EventStream;
import minibit.daemon.api.guard.CspReports;
import minibit.daemon.api.guard.Guard;
import minibit.daemon.api.guard.Tls;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.page.PageFiles;
import minibit.daemon.api.page.PageHandler;
import minibit.daemon.http.HttpPort;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * The API port of a daemon: REST under {@code /api/v1}, events under {@code /api/v1/events}, and
 * the member port's paths, so that whoever joins may name either port. Any thread.
 */
public final class ApiServer implements AutoCloseable {
  /** Listeners to events; beside them commands, pages, scripts, members that came by this port. */
  private static final int CONNECTIONS = EventStream.MAX_LISTENERS + 256;

  private static final Duration IDLE = Duration.ofSeconds(15);

  private final HttpPort port;
  private final EventFeed events;
  private final Optional<Tls> tls;

  private ApiServer(HttpPort port, EventFeed events, Optional<Tls> tls) {
    this.port = port;
    this.events = events;
    this.tls = tls;
  }

  /**
   * Starts listening.
   *
   * @param events streamed under {@code /api/v1/events}; closed with the server
   * @param memberPaths answers what is no path of the API, or says that it does not
   * @throws ApiException with {@code tls-needed} for an address beyond loopback without TLS
   * @throws BindException if the port is taken or the address not ours
   */
  public static ApiServer open(
      ApiSettings settings,
      ApiToken token,
      Backend daemon,
      EventFeed events,
      Optional<Handler> memberPaths)
      throws IOException {
    InetAddress address = settings.listen().getAddress();
    if (settings.tls().isEmpty() && (address == null || !address.isLoopbackAddress())) {
      throw ApiException.badRequest(
          "tls-needed",
          Sentence.of(
              "tls-needed",
              "the API is served beyond loopback with TLS only: give a certificate and its key, or listen on 127.0.0.1"));
    }
    InstantSource clock = InstantSource.system();
    Guard guard = new Guard(settings.hosts(), token, clock, settings.sessions());
    AuditLog audit = settings.audit().map(AuditLog::open).orElseGet(AuditLog::inMemory);
    EventWatch watch = new EventWatch(daemon, events, EventWatch.ROUND, settings.heartbeat());
    ApiHandler handler =
        new ApiHandler(
            guard,
            Stream.concat(
                    Routes.of(daemon).stream(),
                    SessionRoutes.of(daemon, guard, audit, new CspReports(clock)).stream())
                .toList(),
            new Audited(audit, clock),
            new EventStream(events, watch),
            new PageHandler(PageFiles.usual()),
            memberPaths);
    HttpPort.Settings http =
        new HttpPort.Settings(
            "api", settings.listen(), CONNECTIONS, IDLE, settings.tls().map(Tls::context));
    return new ApiServer(
        HttpPort.open(http, handler, Optional.of(ApiServer::refuse)), events, settings.tls());
  }

  /** Answers what Jetty refuses before it gets to a handler. */
  private static boolean refuse(Request request, Response response, Callback callback) {
    Object cause = request.getAttribute(ErrorHandler.ERROR_STATUS);
    int status = cause instanceof Integer number && number >= 400 && number <= 599 ? number : 400;
    ApiHandler.send(
        Reply.problem(
            new ApiException(
                status,
                "bad-request",
                "not a request this port takes: " + HttpStatus.getMessage(status))),
        response,
        callback);
    return true;
  }

  /** SHA-256 of its certificate, if it speaks TLS. */
  public Optional<String> fingerprint() {
    return tls.map(Tls::fingerprint);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return port.address();
  }

  /**
   * How its owner's client reaches it, to be written into the home. An API that listens everywhere
   * is reached on loopback.
   */
  public ApiAddress reach(long pid, Instant started) {
    InetSocketAddress bound = port.address();
    InetAddress address = bound.getAddress();
    String host =
        address == null || address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    String text = (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
    return new ApiAddress(text, pid, started, tls.map(Tls::certificate));
  }

  /** Stops at once; the port is free when this returns. */
  @Override
  public void close() {
    events.close();
    port.close();
  }
}
