package minibit.daemon.api.guard;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import minibit.core.words.Sentence;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.model.ApiException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Stands before the API and lets in whoever has the token or signed in with it, by a name of the
 * daemon's own, from no foreign web page.
 *
 * <p>The name matters because a page of {@code evil.example} may have its name resolve to this
 * machine and then counts as its own origin; it cannot change the {@code Host} its browser sends.
 * Ports are not compared, so that the API can be reached through a forwarded one. Any thread.
 */
public final class Guard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final String BEARER = "bearer ";

  private final Set<String> hosts;
  private final ApiToken token;
  private final FailedTokens failures;
  private final LoginCodes codes;
  private final Sessions sessions;

  /**
   * A guard.
   *
   * @param hosts names and addresses that the API answers to, beside loopback's and the one a
   *     connection came to; without ports, IPv6 addresses in brackets
   * @param sessions file that keeps who signed in while the daemon is away; empty keeps nobody
   */
  public Guard(
      Collection<String> hosts, ApiToken token, InstantSource clock, Optional<Path> sessions) {
    Set<String> all = new HashSet<>(LOOPBACK);
    hosts.forEach(host -> all.add(host.toLowerCase(Locale.ROOT)));
    this.hosts = Set.copyOf(all);
    this.token = token;
    this.failures = new FailedTokens(clock);
    this.codes = new LoginCodes(clock);
    this.sessions = new Sessions(clock, sessions.map(file -> new SessionFile(file, token)));
  }

  /**
   * Checks what a request says of where it goes and where it comes from.
   *
   * @throws ApiException 421 for a foreign name, 403 for a foreign page
   */
  public void checkPlace(Request request) {
    checkHost(request);
    checkOrigin(request);
  }

  /**
   * The same for a file of the page, to which a link may lead from anywhere: the file is the same
   * for all, and no other page may look into it.
   *
   * @throws ApiException 421 for a foreign name, 403 for a foreign page that does more than link
   */
  public void checkVisit(Request request) {
    checkHost(request);
    boolean followed =
        "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"))
            && "document".equals(request.getHeaders().get("Sec-Fetch-Dest"))
            && request.getMethod().equals("GET");
    if (!followed) {
      checkOrigin(request);
    }
  }

  private void checkHost(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    String target = request.getHttpURI().getHost();
    if (host == null || !isOurs(hostOf(host), request)) {
      throw new ApiException(
          421, "bad-host", Sentence.of("other-host", "this API does not answer to that host name"));
    }
    // A whole URL in the request line counts more than the header.
    if (target != null && !isOurs(bracketed(target), request)) {
      throw new ApiException(
          421, "bad-host", Sentence.of("other-host", "this API does not answer to that host name"));
    }
  }

  private static void checkOrigin(Request request) {
    String site = request.getHeaders().get("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw foreign();
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null) {
      String own =
          (request.isSecure() ? "https://" : "http://") + request.getHeaders().get(HttpHeader.HOST);
      if (!origin.equalsIgnoreCase(own)) {
        throw foreign();
      }
    }
  }

  private static ApiException foreign() {
    return new ApiException(
        403, "cross-site", Sentence.of("cross-site", "requests from other pages are refused"));
  }

  private boolean isOurs(String host, Request request) {
    return hosts.contains(host.toLowerCase(Locale.ROOT)) || isLocalAddress(host, request);
  }

  /** Whether it is, in whatever spelling, the address that the connection came to. */
  private static boolean isLocalAddress(String host, Request request) {
    SocketAddress local = request.getConnectionMetaData().getLocalSocketAddress();
    Optional<InetAddress> named = literal(host);
    return named.isPresent()
        && local instanceof InetSocketAddress address
        && address.getAddress() != null
        && Arrays.equals(address.getAddress().getAddress(), named.get().getAddress());
  }

  /** The address that a text is; names are not looked up. */
  private static Optional<InetAddress> literal(String host) {
    boolean six = host.startsWith("[") && host.endsWith("]");
    if (!six && !host.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(six ? host.substring(1, host.length() - 1) : host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** A {@code Host} without its port. */
  private static String hostOf(String header) {
    int end = header.startsWith("[") ? header.indexOf(']') + 1 : header.indexOf(':');
    return end <= 0 ? header : header.substring(0, end);
  }

  /**
   * Lets in whoever has the token, or the cookie of a session.
   *
   * @throws ApiException 401 with neither or with a wrong one, 429 after many wrong tokens; 403 for
   *     a change by a cookie that does not say which page asks, as every browser does. The right
   *     token is always let in, so nobody can lock the owner out
   */
  public Caller admit(Request request) {
    Optional<String> given = bearer(request);
    if (given.isPresent()) {
      checkToken(given.get(), request);
      return new Caller.Owner();
    }
    Optional<String> cookie = SessionCookie.read(request);
    Optional<Caller.Page> session = cookie.flatMap(sessions::find);
    if (session.isEmpty()) {
      throw cookie.isPresent()
          ? new ApiException(
              401,
              "session-ended",
              Sentence.of("session-ended", "the session is over: sign in again"))
          : new ApiException(
              401, "no-token", Sentence.of("token-missing", "this needs the daemon's token"));
    }
    boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    // checkOrigin has seen that it is ours, if it is there.
    if (!reads && request.getHeaders().get(HttpHeader.ORIGIN) == null) {
      throw new ApiException(
          403,
          "no-origin",
          Sentence.of("no-origin", "a change by a session needs the page's Origin"));
    }
    return session.get();
  }

  private void checkToken(String given, Request request) {
    if (!token.matches(given)) {
      throw refused(
          request, "bad-token", Sentence.of("other-token", "that is not the token of this daemon"));
    }
  }

  private ApiException refused(Request request, String code, Sentence sentence) {
    return failures.isTooMany(Request.getRemoteAddr(request))
        ? new ApiException(
            429,
            "too-many-tokens",
            Sentence.of("too-many-tokens", "too many wrong tokens; wait a minute"))
        : new ApiException(401, code, sentence);
  }

  /** Somebody who needs no leave. */
  public Caller stranger(Request request) {
    return new Caller.Stranger(Request.getRemoteAddr(request));
  }

  /** A code that signs one browser in, for whoever has the token. */
  public LoginCodes.Code loginCode() {
    return codes.issue();
  }

  /**
   * Begins a session for a code, or for the token.
   *
   * @return the header {@code Set-Cookie}
   * @throws ApiException 401 for a wrong one, 429 after many
   */
  public String signIn(Request request, Optional<String> code, Optional<String> secret) {
    if (code.isEmpty() && secret.isEmpty()) {
      throw new IllegalArgumentException("neither code nor token");
    }
    if (code.isPresent() && !codes.redeem(code.get())) {
      throw refused(
          request, "bad-code", Sentence.of("bad-code", "that code is used, too old, or none"));
    }
    if (secret.isPresent()) {
      checkToken(secret.get(), request);
    }
    return SessionCookie.given(request, sessions.open());
  }

  /** Ends a session; answers the header {@code Set-Cookie} that takes the cookie away. */
  public String signOut(Request request, Caller.Page page) {
    sessions.close(page);
    return SessionCookie.taken(request);
  }

  /** Whether a caller that was let in would be let in again. */
  public boolean isWelcome(Caller caller) {
    return switch (caller) {
      case Caller.Owner() -> true;
      case Caller.Page page -> sessions.isOpen(page);
      case Caller.Stranger _ -> false;
    };
  }

  private static Optional<String> bearer(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return Optional.empty();
    }
    return Optional.of(header.substring(BEARER.length()).strip());
  }
}
