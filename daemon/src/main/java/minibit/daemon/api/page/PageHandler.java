package minibit.daemon.api.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends the page's files. They hold no secret, so they need no token; whether the request came by a
 * name of this daemon is checked before. Any thread.
 */
public final class PageHandler {
  private static final String INDEX = "index.html";
  private static final String PACKED = "-gz";

  private final PageFiles files;

  /** Sends these files. */
  public PageHandler(PageFiles files) {
    this.files = files;
  }

  /** What became of a request. */
  public enum Outcome {
    /** It is answered. */
    SENT,
    /** There is no such file. */
    NO_FILE,
    /** There is, and it can only be read. */
    NOT_READ
  }

  /**
   * Answers a request for a file of the page; nothing was sent unless {@link Outcome#SENT}.
   *
   * @param path as it came, escapes and all: a file of the page needs none
   * @throws IOException if the file cannot be read
   */
  public Outcome handle(String path, Request request, Response response, Callback callback)
      throws IOException {
    if (!path.startsWith("/")) {
      return Outcome.NO_FILE;
    }
    Optional<PageFile> file = files.find(path.equals("/") ? INDEX : path.substring(1));
    if (file.isEmpty()) {
      return Outcome.NO_FILE;
    }
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Outcome.NOT_READ;
    }
    send(file.get(), request, response, callback);
    return Outcome.SENT;
  }

  private static void send(PageFile file, Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    HttpFields asked = request.getHeaders();
    protect(headers);
    boolean document = file.type().startsWith("text/html");
    String html = document ? new String(file.plain(), StandardCharsets.UTF_8) : "";
    headers.put("Content-Security-Policy", ContentPolicy.of(html));
    boolean packed = file.packed().isPresent() && takesGzip(asked);
    if (file.packed().isPresent()) {
      headers.put(HttpHeader.VARY, "Accept-Encoding");
    }
    headers.put(HttpHeader.ETAG, "\"" + file.tag() + (packed ? PACKED : "") + "\"");
    if (knows(asked, file.tag())) {
      response.setStatus(304);
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    byte[] body = packed ? file.packed().get() : file.plain();
    if (packed) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    headers.put(HttpHeader.CONTENT_TYPE, file.type());
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    response.setStatus(200);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** Asked anew every time, as a new daemon may have another page at the same address. */
  private static void protect(HttpFields.Mutable headers) {
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
  }

  /** Whether gzip is named, and not with a weight of nought. */
  private static boolean takesGzip(HttpFields asked) {
    return asked.getCSV(HttpHeader.ACCEPT_ENCODING, false).stream()
        .map(coding -> coding.toLowerCase(Locale.ROOT).replace(" ", ""))
        .anyMatch(coding -> coding.equals("gzip") || coding.matches("gzip;q=(1.*|0\\.0*[1-9].*)"));
  }

  /** Whether the browser has these bytes, packed or not. */
  private static boolean knows(HttpFields asked, String tag) {
    String header = asked.get(HttpHeader.IF_NONE_MATCH);
    if (header == null) {
      return false;
    }
    List<String> tags =
        Arrays.stream(header.split(",")).map(it -> it.strip().replaceFirst("^W/", "")).toList();
    return tags.contains("*")
        || tags.contains("\"" + tag + "\"")
        || tags.contains("\"" + tag + PACKED + "\"");
  }
}
