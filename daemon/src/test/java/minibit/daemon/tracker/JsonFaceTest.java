package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.registry.TrackerEvent;
import minibit.core.id.PeerAddress;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Our tracker, asked in JSON. */
class JsonFaceTest extends AskedTracker {
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
}
