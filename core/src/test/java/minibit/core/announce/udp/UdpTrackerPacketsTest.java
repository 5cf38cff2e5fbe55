package minibit.core.announce.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.ScrapeCounts;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a UDP tracker reads and answers. */
class UdpTrackerPacketsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final PeerAddress ASKER = PeerAddress.of(new byte[] {10, 0, 0, 1}, 4000);

  private final ConnectionIds ids = new ConnectionIds(1, 2);
  private final UdpTrackerPackets packets = new UdpTrackerPackets(ids);

  private Optional<UdpRequest> read(byte[] packet) {
    return packets.read(ByteBuffer.wrap(packet), ASKER, NOW);
  }

  /** The same packet under an id of ours. */
  private byte[] known(byte[] packet) {
    byte[] copy = packet.clone();
    ByteBuffer.wrap(copy).putLong(0, ids.give(ASKER, NOW));
    return copy;
  }

  private AnnounceRequest announce(byte[] packet) {
    return ((UdpRequest.Announce) read(known(packet)).orElseThrow()).request();
  }

  /** What other clients send is understood, options after it and all. */
  @Test
  void announcesOfOtherClientsAreRead() {
    int read = 0;
    for (JsonNode row : Vectors.json("wire/announces.json").get("requests")) {
      String action = row.path("action").asString("");
      byte[] packet = HEX.parseHex(row.path("hex").asString(""));
      if (action.equals("connect")) {
        assertThat(read(packet)).get().isInstanceOf(UdpRequest.Connect.class);
      } else if (action.equals("scrape")) {
        assertThat(read(packet)).as("unknown connection").isEmpty();
        assertThat(read(known(packet)))
            .contains(
                new UdpRequest.Scrape(
                    ByteBuffer.wrap(packet).getInt(12),
                    List.of(InfoHash.of(Arrays.copyOfRange(packet, 16, 36)))));
      } else if (action.equals("announce")) {
        assertThat(read(packet)).as("unknown connection").isEmpty();
        AnnounceRequest request = announce(packet);
        assertThat(request.hash().hex()).isEqualTo(row.get("info_hash").asString());
        assertThat(request.peerId().hex()).isEqualTo(row.get("peer_id").asString());
        assertThat(request.port()).isEqualTo(row.get("port").asInt());
        assertThat(request.key()).isEqualTo((int) row.get("key").asLong());
        read++;
      }
    }
    assertThat(read).isGreaterThan(5);
  }

  private static byte[] packet(int event, int wanted, int port, long left, byte[] options) {
    return ByteBuffer.allocate(98 + options.length)
        .putLong(0)
        .putInt(1)
        .putInt(5)
        .put(new byte[40])
        .putLong(-1)
        .putLong(left)
        .putLong(-1)
        .putInt(event)
        .putInt(0x01020304)
        .putInt(0)
        .putInt(wanted)
        .putShort((short) port)
        .put(options)
        .array();
  }

  @Test
  void oddValuesAreReadWithSense() {
    AnnounceRequest request = announce(packet(77, -1, 65535, -1, new byte[0]));
    assertThat(request.event()).isEqualTo(AnnounceEvent.NONE);
    assertThat(request.numWant()).isEqualTo(50);
    assertThat(request.left()).isEqualTo(Long.MAX_VALUE);
    assertThat(request.uploaded()).isZero();
    assertThat(request.port()).isEqualTo(65535);
    assertThat(announce(packet(3, Integer.MAX_VALUE, 1, 0, new byte[0])).event())
        .isEqualTo(AnnounceEvent.STOPPED);
  }

  /** Options that nobody knows, that end early or never, change nothing. */
  @Test
  void optionsAreSteppedOver() {
    for (byte[] options :
        List.of(
            new byte[] {9, 3, 1, 2, 3, 2, 1, '/'},
            new byte[] {2, (byte) 255, 'a'},
            new byte[] {1, 1, 1, 0, 5},
            new byte[] {77})) {
      assertThat(announce(packet(2, 5, 6881, 1, options)))
          .isEqualTo(announce(packet(2, 5, 6881, 1, new byte[0])));
    }
  }

  @Test
  void whatCannotBeDoneIsRefusedInWords() {
    assertThat(bad(packet(0, 0, 0, 0, new byte[0]))).contains("port");
    assertThat(bad(Arrays.copyOf(packet(0, 0, 1, 0, new byte[0]), 97))).contains("98");
    byte[] action = packet(0, 0, 1, 0, new byte[0]);
    action[11] = 9;
    assertThat(bad(action)).contains("action");
    action[11] = 2;
    assertThat(bad(Arrays.copyOf(action, 35))).contains("20 bytes");
  }

  private String bad(byte[] packet) {
    UdpRequest request = read(known(packet)).orElseThrow();
    assertThat(request.transaction()).isEqualTo(5);
    return ((UdpRequest.Bad) request).reason();
  }

  @Test
  void aScrapeIsCutAfter74() {
    byte[] packet = new byte[16 + 100 * 20];
    packet[11] = 2;
    assertThat(((UdpRequest.Scrape) read(known(packet)).orElseThrow()).hashes()).hasSize(74);
  }

  /** Our client's half reads what the tracker's half writes. */
  @Test
  void answersAreUnderstood() {
    ByteBuffer out = ByteBuffer.allocate(UdpTrackerPackets.MAX_ANSWER);
    packets.connected(out, 7, ASKER, NOW);
    assertThat(decoded(out, false)).isEqualTo(new UdpAnswer.Connected(7, ids.give(ASKER, NOW)));

    assertThat(announced(out.clear(), UdpTrackerPackets.mostPeers(false), 6, false))
        .satisfies(answer -> assertThat(answer.peers()).hasSize(202));
    assertThat(announced(out.clear(), UdpTrackerPackets.mostPeers(true), 18, true))
        .satisfies(answer -> assertThat(answer.peers()).hasSize(67));

    List<ScrapeCounts> counts = new ArrayList<>();
    for (int i = 0; i < UdpPackets.MAX_SCRAPE; i++) {
      counts.add(new ScrapeCounts(i, 2, 3));
    }
    UdpTrackerPackets.scraped(out.clear(), 9, counts);
    assertThat(decoded(out, false)).isEqualTo(new UdpAnswer.Scraped(9, counts));
    UdpTrackerPackets.error(out.clear(), 10, "no");
    assertThat(decoded(out, false)).isEqualTo(new UdpAnswer.Error(10, "no"));
  }

  private static UdpAnswer.Announced announced(ByteBuffer out, int peers, int width, boolean ipv6) {
    ByteBuffer behind = UdpTrackerPackets.announcing(out);
    for (int i = 1; i <= peers; i++) {
      behind.put((byte) 0x20).put(new byte[width - 3]).putShort((short) i);
    }
    UdpTrackerPackets.announced(out, 0, 8, 300, 4, 5);
    UdpAnswer.Announced answer = (UdpAnswer.Announced) decoded(out, ipv6);
    assertThat(answer.transaction()).isEqualTo(8);
    assertThat(answer.interval()).isEqualTo(300);
    assertThat(answer.leechers()).isEqualTo(4);
    assertThat(answer.seeders()).isEqualTo(5);
    assertThat(answer.peers()).extracting(PeerAddress::isIpv6).containsOnly(ipv6);
    return answer;
  }

  private static UdpAnswer decoded(ByteBuffer out, boolean ipv6) {
    return UdpPackets.decode(Arrays.copyOf(out.array(), out.position()), ipv6).orElseThrow();
  }

  /** No bytes break it, and without an id of ours only a connect is answered. */
  @Seeds(500)
  void anyBytesAreSurvived(long seed) {
    Random random = new Random(seed);
    byte[] packet = new byte[random.nextInt(200)];
    random.nextBytes(packet);
    if (packet.length >= 12) {
      ByteBuffer.wrap(packet).putInt(8, random.nextInt(5));
    }
    assertThat(read(packet)).isEmpty();
    if (packet.length >= 16) {
      assertThat(read(known(packet))).isPresent();
      ByteBuffer.wrap(packet).putLong(0, UdpPackets.MAGIC);
      assertThat(read(packet).filter(it -> !(it instanceof UdpRequest.Connect))).isEmpty();
    }
  }
}
