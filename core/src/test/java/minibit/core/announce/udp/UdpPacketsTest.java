package minibit.core.announce.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.ScrapeCounts;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The packets of BEP 15, compared with those of other clients. */
class UdpPacketsTest {
  private static final HexFormat HEX = HexFormat.of();

  /** What other clients sent comes out byte for byte when we encode the same fields. */
  @Test
  void announcesAreEncodedAsOtherClientsDo() {
    int compared = 0;
    for (JsonNode row : Vectors.json("wire/announces.json").get("requests")) {
      boolean comparable =
          row.path("action").asString("").equals("announce")
              && row.get("ip").asLong() == 0
              && row.get("num_want").asLong() >= 0
              && row.get("left").asString().length() < 19;
      if (!comparable) {
        continue;
      }
      byte[] packet = HEX.parseHex(row.get("hex").asString());
      ByteBuffer in = ByteBuffer.wrap(packet);
      AnnounceRequest request =
          new AnnounceRequest(
              InfoHash.ofHex(row.get("info_hash").asString()),
              PeerId.of(HEX.parseHex(row.get("peer_id").asString())),
              row.get("port").asInt(),
              row.get("uploaded").asLong(),
              row.get("downloaded").asLong(),
              row.get("left").asLong(),
              event(row.get("event").asInt()),
              row.get("num_want").asInt(),
              (int) row.get("key").asLong(),
              "");
      String urlData = UdpPackets.urlData(HEX.parseHex(row.get("options").asString()));
      assertThat(UdpPackets.announce(in.getLong(0), in.getInt(12), request, urlData))
          .as(row.get("client").asString())
          .isEqualTo(packet);
      compared++;
    }
    assertThat(compared).isGreaterThan(5);
  }

  private static AnnounceEvent event(int code) {
    return Arrays.stream(AnnounceEvent.values())
        .filter(event -> event.udpCode() == code)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void connectsAndScrapesAreEncodedAsOtherClientsDo() {
    for (JsonNode row : Vectors.json("wire/announces.json").get("requests")) {
      String action = row.path("action").asString("");
      byte[] packet = HEX.parseHex(row.path("hex").asString(""));
      if (action.equals("connect")) {
        assertThat(UdpPackets.connect(ByteBuffer.wrap(packet).getInt(12))).isEqualTo(packet);
      } else if (action.equals("scrape")) {
        ByteBuffer in = ByteBuffer.wrap(packet);
        InfoHash hash = InfoHash.of(Arrays.copyOfRange(packet, 16, 36));
        assertThat(UdpPackets.scrape(in.getLong(0), in.getInt(12), List.of(hash)))
            .isEqualTo(packet);
      }
    }
  }

  @Test
  void optionsCarryTheUrl() {
    for (JsonNode row : Vectors.json("closed-form.json").get("bep41_udp_options")) {
      byte[] options = HEX.parseHex(row.get("options").asString());
      assertThat(UdpPackets.urlData(options)).isEqualTo(row.get("urldata").asString());
    }
    assertThat(HEX.formatHex(UdpPackets.options("/dir?a=b&c=d")))
        .isEqualTo("020c2f6469723f613d6226633d64");
    String longPath = "/" + "x".repeat(600);
    byte[] options = UdpPackets.options(longPath);
    assertThat(options).hasSize(601 + 3 * 2);
    assertThat(UdpPackets.urlData(options)).isEqualTo(longPath);
  }

  /** Options of a later day are stepped over by their length; the end option ends. */
  @Test
  void unknownOptionsAreSteppedOver() {
    assertThat(UdpPackets.urlData(HEX.parseHex("0703aabbcc0102016100020162"))).isEqualTo("a");
    assertThat(UdpPackets.urlData(HEX.parseHex("02ff61"))).isEqualTo("a");
    assertThat(UdpPackets.urlData(HEX.parseHex("02"))).isEmpty();
  }

  @Test
  void announceAnswersAreReadByTheFamilyOfThePacket() {
    byte[] v4 =
        HEX.parseHex(
            "00000001"
                + "0000002a"
                + "00000708"
                + "00000002"
                + "00000003"
                + "7f0000011ae1"
                + "ffff");
    assertThat(UdpPackets.decode(v4, false))
        .contains(
            new UdpAnswer.Announced(
                42, 1800, 2, 3, List.of(PeerAddress.of(new byte[] {127, 0, 0, 1}, 6881))));
    byte[] v6 =
        HEX.parseHex(
            "00000001"
                + "0000002a"
                + "00000708"
                + "00000002"
                + "00000003"
                + "20010db8000000000000000000000001"
                + "1ae1");
    UdpAnswer.Announced answer = (UdpAnswer.Announced) UdpPackets.decode(v6, true).orElseThrow();
    assertThat(answer.peers())
        .extracting(PeerAddress::toString)
        .containsExactly("[2001:db8:0:0:0:0:0:1]:6881");
  }

  @Test
  void scrapesAndErrorsAreRead() {
    assertThat(
            UdpPackets.decode(
                HEX.parseHex("00000002" + "00000007" + "000000010000000200000003"), false))
        .contains(new UdpAnswer.Scraped(7, List.of(new ScrapeCounts(1, 2, 3))));
    byte[] error =
        ByteBuffer.allocate(13)
            .putInt(3)
            .putInt(9)
            .put("gone\0".getBytes(StandardCharsets.US_ASCII))
            .array();
    assertThat(UdpPackets.decode(error, false)).contains(new UdpAnswer.Error(9, "gone"));
  }

  /** Short packets and unknown actions are no answers; nothing throws. */
  @Seeds(200)
  void anyBytesAreSurvived(long seed) {
    Random random = new Random(seed);
    byte[] packet = new byte[random.nextInt(64)];
    random.nextBytes(packet);
    if (packet.length > 3) {
      packet[0] = 0;
      packet[1] = 0;
      packet[2] = 0;
      packet[3] = (byte) random.nextInt(5);
    }
    assertThat(UdpPackets.decode(packet, random.nextBoolean())).isNotNull();
    assertThat(UdpPackets.urlData(packet)).isNotNull();
    assertThat(UdpPackets.decode(Arrays.copyOf(packet, Math.min(packet.length, 7)), false))
        .isEmpty();
  }
}
