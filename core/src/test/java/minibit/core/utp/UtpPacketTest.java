package minibit.core.utp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;

/** Packets as they travel; the fixed ones were recorded between two libtorrents. */
class UtpPacketTest {
  private static UtpPacket parse(String hex) {
    return UtpPacket.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex))).orElseThrow();
  }

  @Test
  void aSynIsRead() {
    UtpPacket syn = parse("41008d18397c254b0000000000000000390d0000");
    assertThat(syn.type()).isEqualTo(UtpType.SYN);
    assertThat(syn.connectionId()).isEqualTo(36120);
    assertThat(syn.timestamp()).isEqualTo(964437323);
    assertThat(syn.sequence()).isEqualTo(14605);
  }

  @Test
  void aMaskIsReadAndWritten() {
    String hex = "210113e439b93e3500000005000d58f63b1fdfeb001200000000feffffffffffffffffffff1f0000";
    UtpPacket state = parse(hex);
    assertThat(state.type()).isEqualTo(UtpType.STATE);
    assertThat(state.window()).isEqualTo(874742);
    assertThat(state.ack()).isEqualTo(57323);
    assertThat(SelectiveAck.has(state.selective(), 57358 - 57323 - 2)).isTrue();
    assertThat(SelectiveAck.has(state.selective(), 57357 - 57323 - 2)).isFalse();
    assertThat(SelectiveAck.has(state.selective(), 57397 - 57323 - 2)).isTrue();
    assertThat(HexFormat.of().formatHex(state.encode())).isEqualTo(hex);
  }

  @Test
  void unknownExtensionsAreSkipped() {
    UtpPacket state =
        parse("21020001000000000000000000000000000100020108" + "00".repeat(8) + "0004ffffffff");
    assertThat(state.selective()).hasSize(4);
  }

  @Test
  void brokenOnesAreNone() {
    for (String hex :
        new String[] {
          "",
          "21",
          "2200",
          "51000001" + "00".repeat(16),
          "01000001" + "00".repeat(16),
          "21010001" + "00".repeat(16),
          "21010001" + "00".repeat(16) + "0005ffffffff",
          "21010001" + "00".repeat(16) + "0104ffffffff"
        }) {
      assertThat(UtpPacket.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex)))).isEmpty();
    }
  }

  @Seeds(500)
  void noiseIsReadOrRefusedAndNeverThrows(long seed) {
    var chance = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[chance.nextInt(300)];
      chance.nextBytes(bytes);
      if (bytes.length > 2) {
        bytes[0] = (byte) (chance.nextInt(6) << 4 | 1);
        bytes[1] = (byte) chance.nextInt(4);
      }
      UtpPacket.parse(ByteBuffer.wrap(bytes))
          .ifPresent(
              packet ->
                  assertThat(UtpPacket.parse(ByteBuffer.wrap(packet.encode())).orElseThrow().ack())
                      .isEqualTo(packet.ack()));
    }
  }
}
