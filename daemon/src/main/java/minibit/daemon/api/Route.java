package minibit.daemon.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method at one path.
 *
 * @param method of HTTP
 * @param template segments of the path below {@code /api/v1}, {@code {name}} for any one
 * @param query the keys its query may have
 * @param keys the keys its body may have; empty if it takes none
 * @param maxBody bytes
 * @param leave who may
 * @param audited whether it is written down, if it changes anything
 * @param action what it does
 */
record Route(
    String method,
    String template,
    List<String> query,
    List<String> keys,
    int maxBody,
    Leave leave,
    boolean audited,
    Action action) {
  /** Most bodies name a path or two. */
  private static final int SMALL_BODY = 64 << 10;

  /** Who may take a route. */
  enum Leave {
    /** Whoever has the token or a session. */
    OWNER,
    /** Anybody who asks by a name of ours: the way in, and what browsers report by themselves. */
    ANYBODY
  }

  /** What a route does. */
  interface Action {
    Reply on(Call call);
  }

  static Route get(String template, Action action) {
    return new Route("GET", template, List.of(), List.of(), SMALL_BODY, Leave.OWNER, true, action);
  }

  static Route post(String template, Action action) {
    return new Route("POST", template, List.of(), List.of(), SMALL_BODY, Leave.OWNER, true, action);
  }

  static Route put(String template, Action action) {
    return new Route("PUT", template, List.of(), List.of(), SMALL_BODY, Leave.OWNER, true, action);
  }

  static Route delete(String template, Action action) {
    return new Route(
        "DELETE", template, List.of(), List.of(), SMALL_BODY, Leave.OWNER, true, action);
  }

  Route query(String... allowed) {
    return new Route(method, template, List.of(allowed), keys, maxBody, leave, audited, action);
  }

  Route keys(String... allowed) {
    return new Route(method, template, query, List.of(allowed), maxBody, leave, audited, action);
  }

  Route maxBody(int bytes) {
    return new Route(method, template, query, keys, bytes, leave, audited, action);
  }

  Route forAnybody() {
    return new Route(method, template, query, keys, maxBody, Leave.ANYBODY, audited, action);
  }

  Route unaudited() {
    return new Route(method, template, query, keys, maxBody, leave, false, action);
  }

  /** The parts of a path that the template leaves open; empty if the path is another one. */
  Optional<Map<String, String>> match(List<String> path) {
    String[] parts = template.split("/");
    if (parts.length != path.size()) {
      return Optional.empty();
    }
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].startsWith("{")) {
        params.put(parts[i].substring(1, parts[i].length() - 1), path.get(i));
      } else if (!parts[i].equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(params);
  }
}
