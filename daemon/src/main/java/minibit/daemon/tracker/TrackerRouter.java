package minibit.daemon.tracker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tracker's paths. */
final class TrackerRouter extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerRouter.class);

  private final AnnounceFace announces;
  private final JsonFace json;
  private final LockedRegistry registry;
  private final InstantSource clock;
  private final Instant start;

  TrackerRouter(
      AnnounceFace announces, JsonFace json, LockedRegistry registry, InstantSource clock) {
    this.announces = announces;
    this.json = json;
    this.registry = registry;
    this.clock = clock;
    this.start = clock.instant();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    try {
      route(exchange);
    } catch (RuntimeException e) {
      LOG.error("a request failed", e);
      if (response.isCommitted()) {
        callback.failed(e);
      } else {
        exchange.text(500, "internal error");
      }
    }
    return true;
  }

  private void route(Exchange exchange) {
    String method = exchange.request().getMethod();
    switch (Request.getPathInContext(exchange.request())) {
      case "/announce" -> get(exchange, method, () -> announces.announce(exchange));
      case "/scrape" -> get(exchange, method, () -> announces.scrape(exchange));
      case "/peers" -> get(exchange, method, () -> json.peers(exchange));
      case "/stats" -> get(exchange, method, () -> stats(exchange));
      case "/register" -> post(exchange, method, () -> json.register(exchange));
      case "/ping" -> post(exchange, method, () -> json.ping(exchange));
      case "/unregister" -> post(exchange, method, () -> json.unregister(exchange));
      default -> exchange.json(404, JsonFace.error("not-found", "there is no such path"));
    }
  }

  private static void get(Exchange exchange, String method, Runnable action) {
    only("GET", exchange, method, action);
  }

  private static void post(Exchange exchange, String method, Runnable action) {
    only("POST", exchange, method, action);
  }

  private static void only(String allowed, Exchange exchange, String method, Runnable action) {
    if (method.equals(allowed)) {
      action.run();
      return;
    }
    exchange.response().getHeaders().put(HttpHeader.ALLOW, allowed);
    exchange.json(405, JsonFace.error("method-not-allowed", "only " + allowed + " works here"));
  }

  private void stats(Exchange exchange) {
    Duration uptime = Duration.between(start, clock.instant());
    exchange.json(200, registry.with((swarms, now) -> TrackerStats.of(swarms, now, uptime)));
  }
}
