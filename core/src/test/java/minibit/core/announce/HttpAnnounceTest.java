package minibit.core.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Announcing and scraping over HTTP, as a client writes and reads it. */
class HttpAnnounceTest {
  private static final InfoHash HASH = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");
  private static final PeerId PEER =
      PeerId.of("-MB0100-.B(~tMSFjIdl".getBytes(StandardCharsets.US_ASCII));

  private static AnnounceRequest request(AnnounceEvent event, String trackerId) {
    return new AnnounceRequest(HASH, PEER, 42310, 1, 2, 3, event, 50, 0x1a2b, trackerId);
  }

  private static AnnounceResponse decode(String body) {
    return HttpAnnounce.decode(body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static AnnounceResponse.Accepted accepted(AnnounceResponse response) {
    assertThat(response).isInstanceOf(AnnounceResponse.Accepted.class);
    return (AnnounceResponse.Accepted) response;
  }

  @Test
  void aTrackerHearsWhetherWeSpeakEncrypted() {
    assertThat(crypto(EncryptionPolicy.OFF)).doesNotContain("crypto");
    assertThat(crypto(EncryptionPolicy.ALLOWED)).endsWith("&supportcrypto=1");
    assertThat(crypto(EncryptionPolicy.PREFERRED)).endsWith("&supportcrypto=1");
    assertThat(crypto(EncryptionPolicy.REQUIRED)).endsWith("&requirecrypto=1");
  }

  private static String crypto(EncryptionPolicy policy) {
    TrackerUrl tracker = TrackerUrl.parse("http://127.0.0.1:9000/announce").orElseThrow();
    return HttpAnnounce.url(
        tracker,
        new AnnounceRequest(HASH, PEER, 1, 0, 0, 0, AnnounceEvent.NONE, 50, 1, "", policy));
  }

  /** Every recorded answer means what its row says. */
  @Test
  void answersAreReadAsRecorded() {
    for (JsonNode row : Vectors.json("tracker.json").get("announce")) {
      AnnounceResponse response =
          HttpAnnounce.decode(HexFormat.of().parseHex(row.get("response_hex").asString()));
      JsonNode expect = row.get("expect");
      if (expect.has("failure_reason")) {
        assertThat(response)
            .isEqualTo(
                new AnnounceResponse.Refused(
                    expect.get("failure_reason").asString(), new AnnounceResponse.Retry.Unsaid()));
        continue;
      }
      AnnounceResponse.Accepted answer = accepted(response);
      assertThat(answer.interval().toSeconds()).isEqualTo(expect.get("interval").asLong());
      if (expect.has("min_interval")) {
        assertThat(answer.minInterval())
            .contains(Duration.ofSeconds(expect.get("min_interval").asLong()));
      }
      if (expect.has("complete")) {
        assertThat(answer.seeders()).isEqualTo(OptionalLong.of(expect.get("complete").asLong()));
      }
      int peers = expect.path("peers").size() + expect.path("peers6").size();
      assertThat(answer.peers()).hasSize(peers);
      for (JsonNode peer : expect.path("peers")) {
        assertThat(answer.peers()).extracting(PeerAddress::toString).contains(peer.asString());
      }
      for (JsonNode peer : expect.path("peers6")) {
        assertThat(answer.peers()).extracting(PeerAddress::toString).contains(peer.asString());
      }
      if (expect.has("external_ip")) {
        assertThat(answer.externalIp()).contains(expect.get("external_ip").asString());
      }
    }
  }

  @Test
  void scrapesAreReadAsRecorded() {
    for (JsonNode row : Vectors.json("tracker.json").get("scrape")) {
      ScrapeResponse response =
          HttpAnnounce.decodeScrape(HexFormat.of().parseHex(row.get("scrape_hex").asString()));
      assertThat(response).isInstanceOf(ScrapeResponse.Counts.class);
      ScrapeResponse.Counts counts = (ScrapeResponse.Counts) response;
      assertThat(counts.torrents()).hasSize(row.get("expect").size());
      row.get("expect")
          .properties()
          .forEach(
              torrent ->
                  assertThat(counts.torrents().get(InfoHash.ofHex(torrent.getKey())))
                      .isEqualTo(
                          new ScrapeCounts(
                              torrent.getValue().get(0).asLong(),
                              torrent.getValue().get(1).asLong(),
                              torrent.getValue().get(2).asLong())));
    }
  }

  /** Raw bytes are escaped, and what the tracker's owner put into the URL stays in front. */
  @Test
  void urlKeepsTheQueryThatIsThere() {
    TrackerUrl tracker =
        TrackerUrl.parse("http://10.9.0.1:40003/x/announce?pk=1#top").orElseThrow();

    String url = HttpAnnounce.url(tracker, request(AnnounceEvent.STARTED, "abc\u007f"));

    assertThat(url)
        .isEqualTo(
            "http://10.9.0.1:40003/x/announce?pk=1"
                + "&info_hash=%C7%FA%01%3A%3A%8B%9EY%BEh%9C%F9%DAq%9B%99%C9%02L%C2"
                + "&peer_id=-MB0100-.B%28~tMSFjIdl&port=42310&uploaded=1&downloaded=2&left=3"
                + "&numwant=50&key=00001a2b&compact=1&no_peer_id=1&event=started"
                + "&trackerid=abc%7F");
  }

  /** Regular announces name no event, and no id that nobody gave. */
  @Test
  void regularAnnounceNamesNoEvent() {
    TrackerUrl tracker = TrackerUrl.parse("https://t.example/announce").orElseThrow();
    assertThat(HttpAnnounce.url(tracker, request(AnnounceEvent.NONE, "")))
        .startsWith("https://t.example/announce?info_hash=")
        .doesNotContain("event")
        .doesNotContain("trackerid");
  }

  @Test
  void dictionaryFormIsRead() {
    AnnounceResponse.Accepted answer =
        accepted(
            decode(
                "d8:intervali900e5:peersl"
                    + "d2:ip9:127.0.0.17:peer id20:aaaaaaaaaaaaaaaaaaaa4:porti6881ee"
                    + "d2:ip11:2001:db8::14:porti6882ee"
                    + "d2:ip11:example.org4:porti6883ee"
                    + "d2:ip9:127.0.0.14:porti0ee"
                    + "d4:porti1ee3:odd"
                    + "ee"));
    assertThat(answer.peers())
        .extracting(PeerAddress::toString)
        .containsExactly("127.0.0.1:6881", "[2001:db8:0:0:0:0:0:1]:6882");
  }

  /** A string of addresses whose length is no multiple of six loses only its rest. */
  @Test
  void raggedPeersAreSurvived() {
    assertThat(accepted(decode("d8:intervali900e5:peers8:\u007f\0\0\u0001\u001a\u00e1zze")).peers())
        .extracting(PeerAddress::toString)
        .containsExactly("127.0.0.1:6881");
  }

  /** Missing and absurd intervals are brought into bounds; the minimum is kept as given. */
  @Test
  void intervalsAreClamped() {
    assertThat(accepted(decode("de")).interval()).isEqualTo(Intervals.UNSAID);
    assertThat(accepted(decode("d8:intervali1ee")).interval()).isEqualTo(Intervals.LEAST);
    assertThat(accepted(decode("d8:intervali-5ee")).interval()).isEqualTo(Intervals.UNSAID);
    assertThat(accepted(decode("d8:intervali999999999ee")).interval()).isEqualTo(Intervals.MOST);
    assertThat(accepted(decode("d8:interval3:abce")).interval()).isEqualTo(Intervals.UNSAID);
    assertThat(accepted(decode("d12:min intervali20ee")).minInterval())
        .contains(Duration.ofSeconds(20));
  }

  @Test
  void retryInIsMinutesInDigitsOrAsANumberOrNever() {
    assertThat(decode("d14:failure reason4:busy8:retry ini5ee"))
        .isEqualTo(
            new AnnounceResponse.Refused(
                "busy", new AnnounceResponse.Retry.After(Duration.ofMinutes(5))));
    assertThat(decode("d14:failure reason4:busy8:retry in1:5e"))
        .isEqualTo(
            new AnnounceResponse.Refused(
                "busy", new AnnounceResponse.Retry.After(Duration.ofMinutes(5))));
    assertThat(decode("d14:failure reason2:no8:retry in5:nevere"))
        .isEqualTo(new AnnounceResponse.Refused("no", new AnnounceResponse.Retry.Never()));
    assertThat(decode("d14:failure reason2:no8:retry in4:soone"))
        .isEqualTo(new AnnounceResponse.Refused("no", new AnnounceResponse.Retry.Unsaid()));
  }

  @Test
  void warningIsKeptAndTheAnswerCounts() {
    AnnounceResponse.Accepted answer =
        accepted(decode("d8:intervali900e10:tracker id2:xy15:warning message4:slowe"));
    assertThat(answer.warning()).contains("slow");
    assertThat(answer.trackerId()).contains("xy");
  }

  @Test
  void whatIsNoAnswerIsAFailure() {
    assertThat(decode("<html>")).isInstanceOf(AnnounceResponse.Failed.class);
    assertThat(decode("")).isInstanceOf(AnnounceResponse.Failed.class);
    assertThat(decode("le")).isInstanceOf(AnnounceResponse.Failed.class);
  }

  /** No bytes whatsoever throw. */
  @Seeds(300)
  void anyBytesAreSurvived(long seed) {
    Random random = new Random(seed);
    byte[] body =
        "d8:completei3e8:intervali1803e12:min intervali1800e5:peers6:aaaaaa6:peers60:e"
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 3; i++) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }

    assertThat(HttpAnnounce.decode(body)).isNotNull();
    assertThat(HttpAnnounce.decodeScrape(body)).isNotNull();
  }

  @Test
  void scrapeUrlNamesEveryTorrent() {
    TrackerUrl tracker = TrackerUrl.parse("http://t/x/announce.php?pk=1").orElseThrow();
    assertThat(HttpAnnounce.scrapeUrl(tracker, List.of(HASH, HASH)).orElseThrow())
        .startsWith("http://t/x/scrape.php?pk=1&info_hash=%C7")
        .contains("%C2&info_hash=%C7");
  }
}
