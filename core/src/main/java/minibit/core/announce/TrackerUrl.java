package minibit.core.announce;

import java.util.Locale;
import java.util.Optional;

/**
 * An announce URL, taken apart as far as announcing needs it.
 *
 * @param scheme {@code http}, {@code https} or {@code udp}
 * @param host a name, an IPv4 address, or an IPv6 address without its brackets
 * @param port 1 to 65535; of HTTP the scheme's own when the URL names none
 * @param path with its leading slash; empty if there is none
 * @param query without its question mark; empty if there is none
 */
public record TrackerUrl(String scheme, String host, int port, String path, String query) {
  /** Longer ones are no address but an attempt on our memory. */
  public static final int MAX_LENGTH = 4096;

  /** The parts of a URL; empty if it is none that we can announce to. */
  public static Optional<TrackerUrl> parse(String url) {
    int colon = url.indexOf("://");
    if (colon < 0 || url.length() > MAX_LENGTH || !isPlain(url)) {
      return Optional.empty();
    }
    String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
    int start = colon + 3;
    int end = url.length();
    int fragment = url.indexOf('#');
    if (fragment >= 0) {
      end = fragment;
    }
    int authorityEnd = start;
    while (authorityEnd < end
        && url.charAt(authorityEnd) != '/'
        && url.charAt(authorityEnd) != '?') {
      authorityEnd++;
    }
    String authority = url.substring(start, authorityEnd);
    int question = url.indexOf('?', authorityEnd);
    boolean asks = question >= 0 && question < end;
    String path = url.substring(authorityEnd, asks ? question : end);
    String query = asks ? url.substring(question + 1, end) : "";
    return at(scheme, authority, path, query);
  }

  /** Blanks, control and non-ASCII characters must come escaped. */
  private static boolean isPlain(String url) {
    return url.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>');
  }

  private static Optional<TrackerUrl> at(
      String scheme, String authority, String path, String query) {
    int defaultPort =
        switch (scheme) {
          case "http" -> 80;
          case "https" -> 443;
          case "udp" -> 0;
          default -> -1;
        };
    int bracket = authority.lastIndexOf(']');
    int colon = authority.indexOf(':', Math.max(bracket, 0));
    String host = colon < 0 ? authority : authority.substring(0, colon);
    int port = colon < 0 ? defaultPort : port(authority.substring(colon + 1), defaultPort);
    if (bracket >= 0) {
      if (!host.startsWith("[") || bracket != host.length() - 1) {
        return Optional.empty();
      }
      host = host.substring(1, bracket);
    }
    if (defaultPort < 0 || port < 1 || host.isEmpty() || host.indexOf('@') >= 0) {
      return Optional.empty();
    }
    return Optional.of(new TrackerUrl(scheme, host, port, path, query));
  }

  private static int port(String digits, int defaultPort) {
    if (digits.isEmpty()) {
      return defaultPort;
    }
    if (digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int port = Integer.parseInt(digits);
    return port <= 65535 ? port : -1;
  }

  /** Whether it is announced to by UDP (BEP 15). */
  public boolean isUdp() {
    return scheme.equals("udp");
  }

  /** Path and query as BEP 41 sends them to UDP trackers; empty if the URL has neither. */
  public String urlData() {
    return query.isEmpty() ? path : path + "?" + query;
  }

  /** The same URL with more in its query, what is there kept. */
  public String with(String more) {
    return base(path) + "?" + (query.isEmpty() ? more : query + "&" + more);
  }

  /**
   * Where to scrape (BEP 48): a URL whose last path component begins with {@code announce} has
   * {@code scrape} in its place; others have none.
   */
  public Optional<String> scrape() {
    int slash = path.lastIndexOf('/');
    if (slash < 0 || !path.startsWith("announce", slash + 1)) {
      return Optional.empty();
    }
    String scrapePath =
        path.substring(0, slash + 1) + "scrape" + path.substring(slash + 1 + "announce".length());
    return Optional.of(base(scrapePath) + (query.isEmpty() ? "" : "?" + query));
  }

  /** The URL, as {@link #parse} reads it. */
  @Override
  public String toString() {
    return base(path) + (query.isEmpty() ? "" : "?" + query);
  }

  private String base(String otherPath) {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    boolean usual = scheme.equals("http") && port == 80 || scheme.equals("https") && port == 443;
    return scheme
        + "://"
        + name
        + (usual ? "" : ":" + port)
        + (otherPath.isEmpty() ? "/" : otherPath);
  }
}
