package minibit.daemon.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server on loopback with files in memory, and with any manners a test wants. */
final class WebServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Manners manners = Asked::serve;

  /** What the server does with a request. */
  @FunctionalInterface
  interface Manners {
    void answer(Asked request) throws IOException;
  }

  WebServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** One that serves these files below {@code /pub/}. */
  static WebServer of(Map<String, byte[]> files) throws IOException {
    WebServer web = new WebServer();
    files.forEach((path, bytes) -> web.files.put("/pub/" + path, bytes));
    return web;
  }

  WebServer with(Manners others) {
    manners = others;
    return this;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** The folder of the files. */
  String folder() {
    return url("/pub/");
  }

  /** All requests so far. */
  List<Asked> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Asked request = new Asked(exchange, files);
      asked.add(request);
      manners.answer(request);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** One request, and ways to answer it. */
  static final class Asked {
    private final HttpExchange exchange;
    private final String path;
    private final byte[] file;
    private final long from;
    private final long to;

    private Asked(HttpExchange exchange, Map<String, byte[]> files) {
      this.exchange = exchange;
      String raw = exchange.getRequestURI().getRawPath();
      this.path = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
      this.file = files.getOrDefault(path, new byte[0]);
      Matcher range =
          RANGE.matcher(
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse(""));
      boolean ranged = range.matches();
      this.from = ranged ? Long.parseLong(range.group(1)) : 0;
      this.to = ranged ? Long.parseLong(range.group(2)) + 1 : file.length;
    }

    String path() {
      return path;
    }

    int length() {
      return (int) (to - from);
    }

    byte[] wanted() {
      return Arrays.copyOfRange(file, (int) from, (int) to);
    }

    byte[] file() {
      return file;
    }

    String range() {
      return "bytes " + from + "-" + (to - 1) + "/" + file.length;
    }

    Asked header(String name, String value) {
      exchange.getResponseHeaders().set(name, value);
      return this;
    }

    /** As a server should. */
    void serve() throws IOException {
      if (file.length == 0) {
        status(404);
      } else {
        header("Content-Range", range()).send(206, wanted());
      }
    }

    void status(int code) throws IOException {
      exchange.sendResponseHeaders(code, -1);
    }

    void send(int code, byte[] body) throws IOException {
      send(code, body.length, body);
    }

    /** Says that so many bytes come, and sends these. */
    void send(int code, long said, byte[] body) throws IOException {
      exchange.sendResponseHeaders(code, said);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }

    HttpExchange exchange() {
      return exchange;
    }
  }
}
