package minibit.daemon.api;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import minibit.core.words.Sentence;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.guard.Guard;
import minibit.daemon.api.model.ApiException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics} for Prometheus, by the daemon's token as everything of the API, or for
 * everybody who reaches the port if that is set; by a name of the daemon's own in any case. Other
 * paths are the next handler's.
 */
public final class MetricsHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsHandler.class);
  private static final String PATH = "/metrics";

  private final Supplier<String> text;
  private final String type;
  private final boolean open;
  private final Guard guard;
  private final Handler next;

  /**
   * A handler before another.
   *
   * @param text made at every request
   * @param type its media type
   * @param open whether no token is needed
   * @param hosts names the API answers to, beside loopback's and its own address
   */
  public MetricsHandler(
      Supplier<String> text,
      String type,
      boolean open,
      Set<String> hosts,
      ApiToken token,
      Handler next) {
    this.text = text;
    this.type = type;
    this.open = open;
    this.guard = new Guard(hosts, token, InstantSource.system(), Optional.empty());
    this.next = next;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!PATH.equals(request.getHttpURI().getPath())) {
      return next.handle(request, response, callback);
    }
    Reply reply;
    try {
      guard.checkPlace(request);
      if (!open) {
        var unused = guard.admit(request);
      }
      reply = answer(request);
    } catch (ApiException e) {
      reply = Reply.problem(e, e.status() == 401 ? Map.of("WWW-Authenticate", "Bearer") : Map.of());
    } catch (RuntimeException e) {
      LOG.error("measuring failed", e);
      reply =
          Reply.problem(
              ApiException.failed(
                  "internal", Sentence.of("internal", "the daemon failed; its log says why")));
    }
    ApiHandler.send(reply, response, callback);
    return true;
  }

  private Reply answer(Request request) {
    if (!request.getMethod().equals("GET")) {
      return Reply.problem(
          new ApiException(405, "method-not-allowed", "this path has GET"), Map.of("Allow", "GET"));
    }
    return new Reply(200, type, text.get().getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
