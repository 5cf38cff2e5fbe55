package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.ScrapeCounts;
import minibit.core.announce.ScrapeResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.announce.registry.TrackerEvent;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.daemon.http.HttpPort;
import minibit.daemon.net.SourceAddress;
import minibit.daemon.trace.WireTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our tracker over loopback, asked by our client, by JSON, and by those who mean no good. */
class TrackerServerTest {
  private static final InfoHash HASH = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");
  private static final JsonMapper JSON = new JsonMapper();

  private final List<TrackerEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final HttpClient http = HttpClient.newHttpClient();
  private final TrackerClients clients =
      new TrackerClients(InstantSource.system(), new Random(1), SourceAddress.ANY);
  private TrackerServer server;

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

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private AnnounceResponse announce(PeerId id, int port, long left, AnnounceEvent event) {
    TrackerUrl tracker = TrackerUrl.parse(url("/announce?pk=1")).orElseThrow();
    return clients
        .announce(tracker, new AnnounceRequest(HASH, id, port, 0, 0, left, event, 50, 7 + port, ""))
        .join();
  }

  private static List<PeerAddress> peers(AnnounceResponse response) {
    assertThat(response).isInstanceOf(AnnounceResponse.Accepted.class);
    return ((AnnounceResponse.Accepted) response).peers();
  }

  private static PeerId id(int seed) {
    return PeerId.random(new Random(seed));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url(path))).build(),
        BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url(path))).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private JsonNode ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode body = JSON.readTree(response.body());
    assertThat(body.get("status").asString()).isEqualTo("ok");
    return body;
  }

  /** Peers on one address are known by their ids: they see each other, and not themselves. */
  @Test
  void peersOnOneAddressSeeEachOther() {
    assertThat(peers(announce(id(1), 6881, 9, AnnounceEvent.STARTED))).isEmpty();
    assertThat(peers(announce(id(2), 6882, 9, AnnounceEvent.STARTED)))
        .extracting(PeerAddress::toString)
        .containsExactly("127.0.0.1:6881");
    assertThat(peers(announce(id(1), 6881, 0, AnnounceEvent.COMPLETED)))
        .extracting(PeerAddress::toString)
        .containsExactly("127.0.0.1:6882");
    assertThat(scrape()).isEqualTo(new ScrapeCounts(1, 1, 1));

    announce(id(2), 6882, 9, AnnounceEvent.STOPPED);
    assertThat(peers(announce(id(1), 6881, 0, AnnounceEvent.NONE))).isEmpty();
    assertThat(scrape()).isEqualTo(new ScrapeCounts(1, 1, 0));
  }

  private ScrapeCounts scrape() {
    TrackerUrl tracker = TrackerUrl.parse(url("/announce")).orElseThrow();
    ScrapeResponse response = clients.scrape(tracker, List.of(HASH)).join();
    assertThat(response).isInstanceOf(ScrapeResponse.Counts.class);
    return ((ScrapeResponse.Counts) response)
        .torrents()
        .getOrDefault(HASH, new ScrapeCounts(-1, -1, -1));
  }

  /** Whoever asks for lists gets lists; whoever wants no ids gets none. */
  @Test
  void dictionaryFormIsHonoured() throws Exception {
    announce(id(1), 6881, 9, AnnounceEvent.STARTED);
    String query =
        "/announce?info_hash=%C7%FA%01%3A%3A%8B%9EY%BEh%9C%F9%DAq%9B%99%C9%02L%C2"
            + "&peer_id=-lt0D80-+++'(!*)$,;@&port=7000&left=5";
    assertThat(get(query + "&compact=0").body())
        .contains("5:peersld2:ip9:127.0.0.17:peer id20:-MB0100-")
        .contains("4:porti6881e");
    assertThat(get(query + "&compact=0&no_peer_id=1").body())
        .contains("5:peersld2:ip9:127.0.0.14:porti6881ee");
    assertThat(get(query + "&compact=1").body())
        .contains("5:peers6:\u007f\0\0\u0001\u001a\u00e1")
        .contains("8:completei0e")
        .contains("10:incompletei2e")
        .contains("8:intervali300e")
        .contains("12:min intervali20e");
  }

  /** What no swarm can be built on is refused in words, in the field's own way. */
  @Test
  void badAnnouncesAreRefusedWithTheReason() throws Exception {
    String hash = "info_hash=%C7%FA%01%3A%3A%8B%9EY%BEh%9C%F9%DAq%9B%99%C9%02L%C2";
    for (String query :
        new String[] {
          "",
          "?",
          "?info_hash=abc",
          "?" + hash,
          "?" + hash + "&peer_id=short&port=1",
          "?" + hash + "&peer_id=-MB0100-aaaaaaaaaaaa",
          "?" + hash + "&peer_id=-MB0100-aaaaaaaaaaaa&port=0",
          "?" + hash + "&peer_id=-MB0100-aaaaaaaaaaaa&port=65536",
          "?" + hash + "&peer_id=-MB0100-aaaaaaaaaaaa&port=-5",
          "?" + hash + "&peer_id=-MB0100-aaaaaaaaaaaa&port=99999999999999999999999",
          "?" + "x&".repeat(200),
        }) {
      HttpResponse<String> response = get("/announce" + query);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).as(query).startsWith("d14:failure reason");
    }
    assertThat(get("/scrape").body()).startsWith("d14:failure reason");
    assertThat(get("/scrape?info_hash=abc").body()).startsWith("d14:failure reason");
    assertThat(raw("GET /announce?info_hash=%zz&peer_id=%4 HTTP/1.1\r\nHost: x\r\n\r\n"))
        .contains("failure reason");
    assertThat(server.view(10)).isEmpty();
  }

  /** An address in the query is nobody's to choose. */
  @Test
  void claimedAddressesAreIgnored() throws Exception {
    get(
        "/announce?info_hash=%C7%FA%01%3A%3A%8B%9EY%BEh%9C%F9%DAq%9B%99%C9%02L%C2"
            + "&peer_id=-MB0100-aaaaaaaaaaaa&port=7000&left=5&ip=8.8.8.8&ipv6=::8");
    assertThat(peers(announce(id(1), 6881, 9, AnnounceEvent.STARTED)))
        .extracting(PeerAddress::toString)
        .containsExactly("127.0.0.1:7000");
  }

  /** A JSON peer and an announcing peer of one info-hash are in one swarm. */
  @Test
  void bothFacesShareOneSwarm() throws Exception {
    announce(id(1), 6881, 0, AnnounceEvent.STARTED);
    JsonNode body =
        ok(
            post(
                "/register",
                "{\"peer_id\":\"ana\",\"listen_port\":7001,\"info_hash\":\""
                    + HASH.hex()
                    + "\",\"blocks_owned\":[1,3],\"blocks_total\":40}"));
    assertThat(body.get("interval").asInt()).isEqualTo(300);
    assertThat(body.get("initial_blocks")).hasSize(4);
    assertThat(body.get("peers")).hasSize(1);
    assertThat(body.get("peers").get(0).get("port").asInt()).isEqualTo(6881);
    assertThat(body.get("peers").get(0).get("ip").asString()).isEqualTo("127.0.0.1");

    assertThat(peers(announce(id(2), 6882, 9, AnnounceEvent.STARTED)))
        .extracting(PeerAddress::port)
        .containsExactlyInAnyOrder(6881, 7001);
    JsonNode peers = ok(get("/peers?peer_id=ana&info_hash=" + HASH.hex())).get("peers");
    assertThat(peers).hasSize(2);
    assertThat(ok(get("/peers?info_hash=" + HASH.hex())).get("peers")).hasSize(3);
  }

  /** Newcomers that name no torrent get some of fifty blocks, and own them until they say else. */
  @Test
  void newcomersAreGivenBlocks() throws Exception {
    JsonNode first = ok(post("/register", "{\"peer_id\":\"a\",\"listen_port\":7001}"));
    assertThat(first.get("initial_blocks").size()).isBetween(1, 50);
    JsonNode second = ok(post("/register", "{\"peer_id\":\"b\",\"listen_port\":7002}"));
    JsonNode owned = second.get("peers").get(0).get("blocks_owned");
    Set<Integer> advised = new HashSet<>();
    first.get("initial_blocks").forEach(block -> advised.add(block.asInt()));
    Set<Integer> given = new HashSet<>();
    owned.forEach(block -> given.add(block.asInt()));
    assertThat(given).isEqualTo(advised);

    ok(post("/ping", "{\"peer_id\":\"a\",\"blocks_owned\":[49]}"));
    JsonNode peers = ok(get("/peers?peer_id=b")).get("peers");
    assertThat(peers).hasSize(1);
    assertThat(peers.get(0).get("peer_id").asString()).isEqualTo("a");
    assertThat(peers.get(0).get("blocks_owned").get(0).asInt()).isEqualTo(49);
  }

  @Test
  void unregisteredPeersAreGoneAtOnce() throws Exception {
    ok(post("/register", "{\"peer_id\":\"a\",\"listen_port\":7001}"));
    ok(post("/unregister", "{\"peer_id\":\"a\"}"));
    assertThat(ok(get("/peers")).get("peers")).isEmpty();
    assertThat(post("/unregister", "{\"peer_id\":\"a\"}").statusCode()).isEqualTo(404);
    assertThat(post("/ping", "{\"peer_id\":\"a\"}").statusCode()).isEqualTo(404);
    assertThat(events).hasSizeGreaterThanOrEqualTo(2);
    assertThat(events.getFirst()).isInstanceOf(TrackerEvent.Joined.class);
    assertThat(events).anyMatch(TrackerEvent.Left.class::isInstance);
  }

  /** Five of many, none of them the asker. */
  @Test
  void manyPeersAreGivenFiveAtATime() throws Exception {
    for (int i = 0; i < 12; i++) {
      ok(post("/register", "{\"peer_id\":\"p" + i + "\",\"listen_port\":" + (7000 + i) + "}"));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      JsonNode peers = ok(get("/peers?peer_id=p3")).get("peers");
      assertThat(peers).hasSize(5);
      peers.forEach(peer -> seen.add(peer.get("peer_id").asString()));
    }
    assertThat(seen).hasSize(11).doesNotContain("p3");
  }

  /** Wrong and missing fields are named. */
  @Test
  void badFieldsGet400WithTheReason() throws Exception {
    String[][] rows = {
      {"", "body"},
      {"[]", "object"},
      {"{", "JSON"},
      {"{}", "peer_id"},
      {"{\"peer_id\":5,\"listen_port\":1}", "peer_id"},
      {"{\"peer_id\":\"\",\"listen_port\":1}", "peer_id"},
      {"{\"peer_id\":\"" + "x".repeat(81) + "\",\"listen_port\":1}", "peer_id"},
      {"{\"peer_id\":\"a\\u0007\",\"listen_port\":1}", "peer_id"},
      {"{\"peer_id\":\"a\"}", "listen_port"},
      {"{\"peer_id\":\"a\",\"listen_port\":\"80\"}", "listen_port"},
      {"{\"peer_id\":\"a\",\"listen_port\":0}", "listen_port"},
      {"{\"peer_id\":\"a\",\"listen_port\":65536}", "listen_port"},
      {"{\"peer_id\":\"a\",\"listen_port\":80.5}", "listen_port"},
      {"{\"peer_id\":\"a\",\"listen_port\":1e400}", "listen_port"},
      {"{\"peer_id\":\"a\",\"listen_port\":true}", "listen_port"},
      {"{\"peer_id\":\"a\",\"listen_port\":80,\"info_hash\":\"zz\"}", "info_hash"},
      {"{\"peer_id\":\"a\",\"listen_port\":80,\"info_hash\":[]}", "info_hash"},
      {"{\"peer_id\":\"a\",\"listen_port\":80,\"blocks_total\":-1}", "blocks_total"},
      {"{\"peer_id\":\"a\",\"listen_port\":80,\"blocks_total\":99999999}", "blocks_total"},
      {"{\"peer_id\":\"a\",\"listen_port\":80,\"blocks_owned\":5}", "blocks_owned"},
      {"{\"peer_id\":\"a\",\"listen_port\":80,\"blocks_owned\":[-1]}", "blocks_owned"},
      {"{\"peer_id\":\"a\",\"listen_port\":80,\"blocks_owned\":[\"1\"]}", "blocks_owned"},
      {
        "{\"peer_id\":\"a\",\"listen_port\":80,\"blocks_owned\":[7],\"blocks_total\":7}",
        "blocks_owned"
      },
      {"[".repeat(2000), "JSON"},
    };
    for (String[] row : rows) {
      HttpResponse<String> response = post("/register", row[0]);
      assertThat(response.statusCode()).as(row[0]).isEqualTo(400);
      assertThat(JSON.readTree(response.body()).get("reason").asString())
          .as(row[0])
          .containsIgnoringCase(row[1]);
    }
    assertThat(get("/peers?info_hash=zz").statusCode()).isEqualTo(400);
    assertThat(get("/peers?peer_id=").statusCode()).isEqualTo(400);
    assertThat(server.view(10)).isEmpty();
  }

  @Test
  void otherPathsAndMethodsAreNamed() throws Exception {
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/").statusCode()).isEqualTo(404);
    HttpResponse<String> wrong = get("/register");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).contains("POST");
    assertThat(post("/announce", "x").statusCode()).isEqualTo(405);
    assertThat(post("/stats", "").statusCode()).isEqualTo(405);
  }

  @Test
  void statsShowWhoIsThere() throws Exception {
    announce(id(1), 6881, 0, AnnounceEvent.STARTED);
    announce(id(2), 6882, 5, AnnounceEvent.STARTED);
    JsonNode stats = JSON.readTree(get("/stats").body());
    assertThat(stats.get("peerCount").asInt()).isEqualTo(2);
    JsonNode swarm = stats.get("swarms").get(0);
    assertThat(swarm.get("info_hash").asString()).isEqualTo(HASH.hex());
    assertThat(swarm.get("seeders").asInt()).isEqualTo(1);
    assertThat(swarm.get("peers")).hasSize(2);
    assertThat(swarm.get("peers").get(0).get("last_seen").asInt()).isLessThan(5);
  }

  private String raw(String request) throws IOException {
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

  /** Oversized heads and bodies are refused, and a good request still works afterwards. */
  @Test
  void oversizeIsRefused() throws Exception {
    assertThat(raw("GET /announce?" + "a".repeat(HttpPort.MAX_HEAD) + " HTTP/1.1\r\n\r\n"))
        .matches("(?s)HTTP/1.1 4(14|31).*");
    assertThat(
            raw(
                "POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: "
                    + (TrackerRequest.MAX_BODY + 1)
                    + "\r\n\r\n{}"))
        .startsWith("HTTP/1.1 413");
    assertThat(raw("\u0013BitTorrent protocol" + "\0".repeat(48) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(peers(announce(id(1), 6881, 9, AnnounceEvent.STARTED))).isEmpty();
  }

  /** A body that never comes gets its answer in seconds, and holds nobody else up meanwhile. */
  @Test
  void slowBodiesHoldNobodyUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        Socket socket = new Socket("127.0.0.1", server.port());
        slow.add(socket);
        socket
            .getOutputStream()
            .write(
                "POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
                    .getBytes(StandardCharsets.US_ASCII));
      }
      long start = System.nanoTime();
      assertThat(peers(announce(id(1), 6881, 9, AnnounceEvent.STARTED))).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Who promises a body and sends half of it is told that it took too long, and let go. */
  @Test
  void halfABodyIsAnsweredInTime() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(15_000);
      long start = System.nanoTime();
      socket
          .getOutputStream()
          .write(
              "POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"peer_id\":"
                  .getBytes(StandardCharsets.US_ASCII));

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer).startsWith("HTTP/1.1 408").contains("body");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));
    }
    assertThat(peers(announce(id(1), 6881, 9, AnnounceEvent.STARTED))).isEmpty();
  }

  @Test
  void takenPortIsSaid() {
    assertThatThrownBy(
            () ->
                TrackerServer.start(
                    TrackerSettings.at(new InetSocketAddress("127.0.0.1", server.port()))))
        .isInstanceOf(BindException.class);
  }

  /** Stopping frees the port at once, with connections still open. */
  @Test
  void stoppedServerFreesItsPort() throws Exception {
    announce(id(1), 6881, 9, AnnounceEvent.STARTED);
    try (Socket open = new Socket("127.0.0.1", server.port())) {
      int port = server.port();
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
      server =
          TrackerServer.start(
              TrackerSettings.at(new InetSocketAddress("127.0.0.1", port))
                  .with(RegistrySettings.DEFAULTS.withInterval(Duration.ofSeconds(9))));
      assertThat(get("/stats").body()).contains("\"interval\":9");
      assertThat(open.isClosed()).isFalse();
    }
  }

  /** A tracker that is not there is a failure with a name, not an exception. */
  @Test
  void absentTrackerIsAFailure() {
    TrackerUrl tracker = TrackerUrl.parse(url("/announce")).orElseThrow();
    server.close();
    AnnounceRequest request =
        new AnnounceRequest(HASH, id(1), 6881, 0, 0, 9, AnnounceEvent.STARTED, 50, 7, "");
    assertThat(clients.announce(tracker, request).join())
        .isInstanceOf(AnnounceResponse.Failed.class)
        .extracting("code")
        .isEqualTo("unreachable");
  }
}
