package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.ScrapeCounts;
import minibit.core.id.PeerAddress;
import org.junit.jupiter.api.Test;

/** Our tracker, asked by our client and by hand as stock clients do. */
class AnnounceFaceTest extends AskedTracker {
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
}
