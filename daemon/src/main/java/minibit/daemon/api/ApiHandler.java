package minibit.daemon.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.core.words.Sentence;
import minibit.daemon.api.events.EventFilter;
import minibit.daemon.api.events.EventStream;
import minibit.daemon.api.guard.Caller;
import minibit.daemon.api.guard.Guard;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.page.PageHandler;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests to the API port: paths of the API pass the guard and find their route, all others
 * are offered to whoever answers for the member port, and then are files of the page.
 */
final class ApiHandler extends Handler.Abstract {
  static final String ROOT = "/api/v1/";
  private static final String EVENTS = ROOT + "events";
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);

  private final Guard guard;
  private final Router router;
  private final Audited audited;
  private final EventStream events;
  private final PageHandler page;
  private final Optional<Handler> memberPaths;

  ApiHandler(
      Guard guard,
      List<Route> routes,
      Audited audited,
      EventStream events,
      PageHandler page,
      Optional<Handler> memberPaths) {
    this.guard = guard;
    this.page = page;
    this.router = new Router(routes);
    this.audited = audited;
    this.events = events;
    this.memberPaths = memberPaths;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String raw = request.getHttpURI().getPath();
    String path = raw == null ? "" : raw;
    boolean own = path.equals("/api") || path.startsWith("/api/");
    if (!own && memberPaths.isPresent() && memberPaths.get().handle(request, response, callback)) {
      return true;
    }
    Reply reply;
    try {
      if (!own) {
        guard.checkVisit(request);
        visit(path, request, response, callback);
        return true;
      }
      guard.checkPlace(request);
      if (path.equals(EVENTS) && request.getMethod().equals("GET")) {
        stream(request, response, callback);
        return true;
      }
      reply = answer(request, path);
    } catch (ApiException e) {
      reply = Reply.problem(e, headers(e));
    } catch (RuntimeException | IOException e) {
      LOG.error("{} {} failed", request.getMethod(), path, e);
      reply =
          Reply.problem(
              ApiException.failed(
                  "internal", Sentence.of("internal", "the daemon failed; its log says why")));
    }
    send(Tagged.of(reply, request), response, callback);
    return true;
  }

  private Reply answer(Request request, String path) {
    Router.Found found =
        path.equals(EVENTS)
            ? new Router.Found.WrongMethod(Set.of("GET"))
            : path.startsWith(ROOT)
                ? router.find(request.getMethod(), path.substring(ROOT.length()))
                : new Router.Found.Nowhere();
    return switch (found) {
      case Router.Found.Hit(Route route, Map<String, String> params) -> {
        Call call = new Call(request, route, params, caller(route, request));
        call.nothingMore();
        yield audited.act(route, call);
      }
      case Router.Found.WrongMethod(var allowed) -> {
        guard.admit(request);
        yield Reply.problem(
            new ApiException(
                405, "method-not-allowed", "this path has " + String.join(", ", allowed)),
            Map.of("Allow", String.join(", ", allowed)));
      }
      case Router.Found.Nowhere() -> {
        guard.admit(request);
        yield Reply.problem(
            ApiException.notFound(
                "no-such-path", Sentence.of("no-such-path", "there is no such path")));
      }
    };
  }

  /** A path that is none of the API's: a file of the page, or nothing. */
  private void visit(String path, Request request, Response response, Callback callback)
      throws IOException {
    switch (page.handle(path, request, response, callback)) {
      case SENT -> {}
      case NO_FILE ->
          throw ApiException.notFound(
              "no-such-path", Sentence.of("no-such-path", "there is no such path"));
      case NOT_READ ->
          send(
              Reply.problem(
                  new ApiException(405, "method-not-allowed", "this path has GET"),
                  Map.of("Allow", "GET")),
              response,
              callback);
    }
  }

  private Caller caller(Route route, Request request) {
    return switch (route.leave()) {
      case OWNER -> guard.admit(request);
      case ANYBODY -> guard.stranger(request);
    };
  }

  private void stream(Request request, Response response, Callback callback) {
    Caller caller = guard.admit(request);
    String query = request.getHttpURI().getQuery();
    QueryFields fields =
        QueryFields.parse(query == null ? "" : query, List.of("topics", "transfers"));
    EventFilter filter = EventFilter.parse(fields.words("topics"), fields.words("transfers"));
    protect(response);
    events.serve(filter, request, response, callback, () -> guard.isWelcome(caller));
  }

  private static Map<String, String> headers(ApiException failure) {
    return switch (failure.status()) {
      case 401 -> Map.of("WWW-Authenticate", "Bearer");
      case 429 -> Map.of("Retry-After", "60");
      // What is left of the body would be taken for the next request.
      case 408, 413 -> Map.of("Connection", "close");
      default -> Map.of();
    };
  }

  static void send(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    protect(response);
    if (!reply.type().isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    }
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }

  /** What browsers must not do with an answer: keep it, guess its kind, run or frame it. */
  private static void protect(Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
  }
}
