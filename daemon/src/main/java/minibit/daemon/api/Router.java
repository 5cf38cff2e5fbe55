package minibit.daemon.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the route of a request: the first that fits, so literal templates stand before open. */
final class Router {
  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** What a path and method lead to. */
  sealed interface Found {
    /** To a route. */
    record Hit(Route route, Map<String, String> params) implements Found {}

    /** To a path that has other methods. */
    record WrongMethod(Set<String> allowed) implements Found {}

    /** Nowhere. */
    record Nowhere() implements Found {}
  }

  /** Looks a request up; whatever can be asked for can be asked for its head. */
  Found find(String method, String path) {
    Optional<List<String>> segments = segments(path);
    if (segments.isEmpty()) {
      return new Found.Nowhere();
    }
    String wanted = method.equals("HEAD") ? "GET" : method;
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> params = route.match(segments.get());
      if (params.isEmpty()) {
        continue;
      }
      if (route.method().equals(wanted)) {
        return new Found.Hit(route, params.get());
      }
      allowed.add(route.method());
    }
    return allowed.isEmpty() ? new Found.Nowhere() : new Found.WrongMethod(allowed);
  }

  /** Taken apart first, unescaped then: a slash in a name divides nothing. */
  private static Optional<List<String>> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String escaped : path.split("/", -1)) {
      Optional<String> segment = Escapes.ofSegment(escaped);
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segments.add(segment.get());
    }
    return Optional.of(segments);
  }
}
