package minibit.daemon.member;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import minibit.daemon.http.Pages;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps pages in browsers from taking part in a group. The member port asks for no name of its own,
 * so a page whose name was made to resolve to this machine, or any page that posts without reading
 * the answer, could speak as a member that it made up. The tracker's paths see to themselves.
 */
final class PagesKeptOut {
  private static final byte[] PROBLEM =
      ("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
              + "\"detail\":\"pages in a browser do not take part in a group\","
              + "\"code\":\"cross-site\"}")
          .getBytes(StandardCharsets.UTF_8);

  private PagesKeptOut() {}

  /** Whether a browser asks for what only members do. */
  static boolean refuses(String path, Request request) {
    return path.equals(MemberServer.PATH) && Pages.isBrowser(request);
  }

  /** Says so, and ends the connection: what follows would be the rest of the body. */
  static void refuse(Response response, Callback callback) {
    response.setStatus(403);
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, PROBLEM.length);
    response.write(true, ByteBuffer.wrap(PROBLEM), callback);
  }
}
