package minibit.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP tracker that tells each asker exactly the peers the test chose for it, and so decides who
 * dials whom. Askers are told apart by the port they announce.
 */
final class Introducer implements AutoCloseable {
  /** What a client asked. The event is empty for a plain announce. */
  record Announce(int port, String event) {}

  private static final int INTERVAL_SECONDS = 5;
  private static final Pattern PORT = Pattern.compile("(?:^|&)port=(\\d+)");
  private static final Pattern INFO_HASH = Pattern.compile("(?:^|&)info_hash=([^&]*)");
  private static final Pattern EVENT = Pattern.compile("(?:^|&)event=(\\w+)");

  private final String infoHash;
  private final HttpServer server;
  private final Map<Integer, List<InetSocketAddress>> introductions = new ConcurrentHashMap<>();
  private final List<Announce> announces = new CopyOnWriteArrayList<>();

  /**
   * @param infoHash 20 bytes in hexadecimal; who asks for another swarm, such as the v2 side of a
   *     hybrid, hears of nobody, as no v1 client is to be found there
   */
  Introducer(String infoHash) {
    this.infoHash = infoHash;
    try {
      server = HttpServer.create(Loopback.next(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/announce", this::answer);
    server.start();
  }

  String url() {
    return "http://" + Loopback.text(server.getAddress()) + "/announce";
  }

  /** From now on tells this asker of these peers; who was never introduced hears of nobody. */
  void introduce(InetSocketAddress asker, InetSocketAddress... peers) {
    introductions.put(asker.getPort(), List.of(peers));
  }

  /** Every announce so far, oldest first. */
  List<Announce> announces() {
    return List.copyOf(announces);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    Matcher port = PORT.matcher(query);
    int asker = port.find() ? Integer.parseInt(port.group(1)) : 0;
    Matcher event = EVENT.matcher(query);
    announces.add(new Announce(asker, event.find() ? event.group(1) : ""));

    List<InetSocketAddress> peers =
        infoHashOf(query).equals(infoHash)
            ? introductions.getOrDefault(asker, List.of())
            : List.of();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String start =
        "d8:intervali%de12:min intervali1e5:peers%d:".formatted(INTERVAL_SECONDS, peers.size() * 6);
    body.writeBytes(start.getBytes(US_ASCII));
    for (InetSocketAddress peer : peers) {
      body.writeBytes(peer.getAddress().getAddress());
      body.write(peer.getPort() >> 8);
      body.write(peer.getPort());
    }
    body.write('e');
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, body.size());
    exchange.getResponseBody().write(body.toByteArray());
    exchange.close();
  }

  private static String infoHashOf(String query) {
    Matcher parameter = INFO_HASH.matcher(query);
    if (!parameter.find()) {
      return "";
    }
    // One character per byte, so that decoding keeps bytes that are no text.
    String bytes = URLDecoder.decode(parameter.group(1).replace("+", "%2B"), ISO_8859_1);
    return HexFormat.of().formatHex(bytes.getBytes(ISO_8859_1));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
