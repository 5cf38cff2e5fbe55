package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.ScrapeCounts;
import minibit.core.announce.ScrapeResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.announce.registry.TrackerEvent;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.daemon.net.SourceAddress;
import minibit.daemon.trace.WireTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tracker over loopback, and how it is asked. */
abstract class AskedTracker {
  static final InfoHash HASH = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");
  static final JsonMapper JSON = new JsonMapper();
  final List<TrackerEvent> events = Collections.synchronizedList(new ArrayList<>());
  final HttpClient http = HttpClient.newHttpClient();
  final TrackerClients clients =
      new TrackerClients(InstantSource.system(), new Random(1), SourceAddress.ANY);

  TrackerServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        TrackerServer.start(
            TrackerSettings.at(new InetSocketAddress("127.0.0.1", 0)), events::add, WireTrace.NONE);
  }

  @AfterEach
  void stop() {
    clients.close();
    http.shutdownNow();
    server.close();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  AnnounceResponse announce(PeerId id, int port, long left, AnnounceEvent event) {
    TrackerUrl tracker = TrackerUrl.parse(url("/announce?pk=1")).orElseThrow();
    return clients
        .announce(tracker, new AnnounceRequest(HASH, id, port, 0, 0, left, event, 50, 7 + port, ""))
        .join();
  }

  static List<PeerAddress> peers(AnnounceResponse response) {
    assertThat(response).isInstanceOf(AnnounceResponse.Accepted.class);
    return ((AnnounceResponse.Accepted) response).peers();
  }

  static PeerId id(int seed) {
    return PeerId.random(new Random(seed));
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url(path))).build(),
        BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url(path))).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  JsonNode ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode body = JSON.readTree(response.body());
    assertThat(body.get("status").asString()).isEqualTo("ok");
    return body;
  }

  ScrapeCounts scrape() {
    TrackerUrl tracker = TrackerUrl.parse(url("/announce")).orElseThrow();
    ScrapeResponse response = clients.scrape(tracker, List.of(HASH)).join();
    assertThat(response).isInstanceOf(ScrapeResponse.Counts.class);
    return ((ScrapeResponse.Counts) response)
        .torrents()
        .getOrDefault(HASH, new ScrapeCounts(-1, -1, -1));
  }

  String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      byte[] answer = new byte[4096];
      int length = 0;
      InputStream in = socket.getInputStream();
      while (length < answer.length) {
        int n = in.read(answer, length, answer.length - length);
        if (n < 0) {
          break;
        }
        length += n;
        String text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
        if (text.contains("\r\n\r\n") && !text.endsWith("\r\n\r\n")) {
          break;
        }
      }
      return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
