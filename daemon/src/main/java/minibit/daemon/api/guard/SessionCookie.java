package minibit.daemon.api.guard;

import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;

/**
 * The cookie that carries a session. Its name has the port, because browsers share cookies between
 * the ports of a host, and several daemons of one machine would sign each other out.
 */
final class SessionCookie {
  /** A secret has 43 characters; what is longer is none. */
  private static final int MAX_VALUE = 128;

  private SessionCookie() {}

  private static String name(Request request) {
    return "minibit-" + Request.getLocalPort(request);
  }

  /** What the browser sent. */
  static Optional<String> read(Request request) {
    String wanted = name(request);
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(wanted))
        .map(HttpCookie::getValue)
        .filter(value -> value != null && value.length() <= MAX_VALUE)
        .findFirst();
  }

  /** Until the browser closes; no script reads it, no other site sends it. */
  static String given(Request request, String secret) {
    return name(request) + "=" + secret + attributes(request);
  }

  /** Takes it away. */
  static String taken(Request request) {
    return name(request) + "=; Max-Age=0" + attributes(request);
  }

  private static String attributes(Request request) {
    return "; Path=/; HttpOnly; SameSite=Strict" + (request.isSecure() ? "; Secure" : "");
  }
}
