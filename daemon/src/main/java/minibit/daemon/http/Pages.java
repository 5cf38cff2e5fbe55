package minibit.daemon.http;

import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Tells pages in browsers from programs, for ports that ask for no token.
 *
 * <p>A browser names the page's origin when it posts and when a page of elsewhere reads, and says
 * where a request comes from if it goes to loopback or over TLS. A picture that a page fetches over
 * plain HTTP from another machine of the network carries neither: there a browser is known by a
 * browser's name and a language at once, neither of which a page can take away. Clients of
 * BitTorrent never send both: some give a browser's name, and those made with Node's {@code fetch}
 * a language and a {@code Sec-Fetch-Mode}, but never the rest.
 */
public final class Pages {
  private static final String SITE = "Sec-Fetch-Site";

  /** Names that no page can have bent to this machine: addresses, and words without a domain. */
  private static final Pattern UNBENT =
      Pattern.compile("(\\d+\\.\\d+\\.\\d+\\.\\d+|\\[[^]]+]|[^.:]+)(:\\d+)?");

  private Pages() {}

  /** Whether a browser asks, for a page or for whoever sits before it. */
  public static boolean isBrowser(Request request) {
    HttpFields headers = request.getHeaders();
    return headers.contains(HttpHeader.ORIGIN) || headers.contains(SITE) || isNamed(headers);
  }

  private static boolean isNamed(HttpFields headers) {
    String agent = headers.get(HttpHeader.USER_AGENT);
    return agent != null
        && agent.startsWith("Mozilla/")
        && headers.contains(HttpHeader.ACCEPT_LANGUAGE);
  }

  /**
   * Whether a browser asks, and not because somebody opened this very address: for what people look
   * at. A page whose own name was bent to this machine is of here to its browser, so a browser has
   * to ask by an address, or by a name without a domain.
   */
  public static boolean isForeign(Request request) {
    if (!isBrowser(request)) {
      return false;
    }
    HttpFields headers = request.getHeaders();
    String site = headers.get(SITE);
    String host = headers.get(HttpHeader.HOST);
    boolean elsewhere = site != null && !site.equals("none") && !site.equals("same-origin");
    return elsewhere
        || headers.contains(HttpHeader.ORIGIN)
        || host == null
        || !UNBENT.matcher(host).matches();
  }
}
