package minibit.daemon.tracker;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import minibit.core.announce.registry.Asker;
import minibit.daemon.http.Body;
import minibit.daemon.http.Pages;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tracker's paths: takes requests off HTTP, and answers off whoever is asked. */
public final class TrackerRouter extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerRouter.class);

  private final Function<TrackerRequest, CompletableFuture<TrackerResponse>> desk;
  private final boolean alone;

  /** A router to a desk, which must not block and always answers something. */
  public TrackerRouter(Function<TrackerRequest, CompletableFuture<TrackerResponse>> desk) {
    this(desk, false);
  }

  private TrackerRouter(
      Function<TrackerRequest, CompletableFuture<TrackerResponse>> desk, boolean alone) {
    this.desk = desk;
    this.alone = alone;
  }

  /** The same of a tracker with a port of its own, which has its numbers at {@code /metrics}. */
  static TrackerRouter alone(Function<TrackerRequest, CompletableFuture<TrackerResponse>> desk) {
    return new TrackerRouter(desk, true);
  }

  /** Whether this path is one of a tracker's. */
  public static boolean serves(String path) {
    return switch (path) {
      case "/announce", "/scrape", "/peers", "/stats", "/register", "/ping", "/unregister" -> true;
      default -> false;
    };
  }

  private static boolean takesBody(String path) {
    return path.equals("/register") || path.equals("/ping") || path.equals("/unregister");
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    try {
      route(exchange);
    } catch (RuntimeException e) {
      fail(exchange, e);
    }
    return true;
  }

  private void route(Exchange exchange) {
    String path = Request.getPathInContext(exchange.request());
    if (!serves(path) && !(alone && path.equals("/metrics"))) {
      exchange.send(
          TrackerResponse.json(404, JsonFace.error("not-found", "there is no such path")));
      return;
    }
    if (isForPage(path, exchange.request())) {
      refuseBody(exchange, TrackerResponse.toPage(path));
      return;
    }
    String allowed = takesBody(path) ? "POST" : "GET";
    if (!exchange.request().getMethod().equals(allowed)) {
      exchange.response().getHeaders().put(HttpHeader.ALLOW, allowed);
      exchange.send(refusal(405, "method-not-allowed", "only " + allowed + " works here"));
      return;
    }
    Optional<Asker> asker = exchange.asker();
    if (asker.isEmpty()) {
      exchange.send(
          TrackerResponse.refusal(path, 400, "no-address", "the connection has no address"));
      return;
    }
    body(exchange, takesBody(path))
        .ifPresent(
            body ->
                desk.apply(new TrackerRequest(path, asker.get(), exchange.query(), body))
                    .whenComplete((answer, failure) -> reply(exchange, answer, failure)));
  }

  /**
   * Whether a page in a browser is behind this: any page can have its reader's browser announce to
   * a tracker of the reader's network. What goes on may be looked at by whoever opens it.
   */
  private static boolean isForPage(String path, Request request) {
    return path.equals("/stats") || path.equals("/peers") || path.equals("/metrics")
        ? Pages.isForeign(request)
        : Pages.isBrowser(request);
  }

  private static TrackerResponse refusal(int status, String code, String reason) {
    return TrackerResponse.json(status, JsonFace.error(code, reason));
  }

  /** The body, if there is to be one; empty if the request was refused because of it. */
  private static Optional<byte[]> body(Exchange exchange, boolean wanted) {
    try {
      return Optional.of(
          wanted ? Body.read(exchange.request(), TrackerRequest.MAX_BODY) : new byte[0]);
    } catch (Body.TooLarge e) {
      refuseBody(
          exchange,
          refusal(413, "too-large", "a body has at most " + TrackerRequest.MAX_BODY + " bytes"));
    } catch (Body.TooSlow e) {
      refuseBody(exchange, refusal(408, "too-slow", "the body did not come in time"));
    } catch (IOException e) {
      exchange.send(refusal(400, "cut-short", "the body ended early"));
    }
    return Optional.empty();
  }

  /** What comes after the refusal on this connection could be the rest of a body. */
  private static void refuseBody(Exchange exchange, TrackerResponse refusal) {
    exchange.response().getHeaders().put("Connection", "close");
    exchange.send(refusal);
  }

  private static void reply(
      Exchange exchange, TrackerResponse answer, @Nullable Throwable failure) {
    if (failure == null) {
      exchange.send(answer);
    } else {
      fail(exchange, failure);
    }
  }

  private static void fail(Exchange exchange, Throwable failure) {
    LOG.error("a request failed", failure);
    if (exchange.response().isCommitted()) {
      exchange.callback().failed(failure);
    } else {
      exchange.send(TrackerResponse.text(500, "internal error"));
    }
  }
}
