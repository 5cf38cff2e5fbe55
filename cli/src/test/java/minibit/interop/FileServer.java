package minibit.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plain web server on loopback over a folder: ranges, and nothing else. */
final class FileServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final int CHUNK = 1 << 16;

  private final Path folder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong sent = new AtomicLong();

  FileServer(Path folder) {
    this.folder = folder;
    try {
      server = HttpServer.create(Loopback.next(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://" + Loopback.text(server.getAddress()) + "/";
  }

  /** Bytes of content given so far. */
  long sent() {
    return sent.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
      if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      long size = Files.size(file);
      Matcher range =
          RANGE.matcher(
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse(""));
      boolean ranged = range.matches();
      long from = ranged ? Long.parseLong(range.group(1)) : 0;
      long to = ranged && !range.group(2).isEmpty() ? Long.parseLong(range.group(2)) + 1 : size;
      if (ranged) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
      }
      exchange.sendResponseHeaders(ranged ? 206 : 200, to == from ? -1 : to - from);
      send(file, from, to, exchange.getResponseBody());
    }
  }

  private void send(Path file, long from, long to, OutputStream out) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(from);
      for (long left = to - from; left > 0; ) {
        int count = in.read(chunk, 0, (int) Math.min(left, CHUNK));
        out.write(chunk, 0, count);
        sent.addAndGet(count);
        left -= count;
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
