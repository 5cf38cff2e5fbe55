package minibit.core.lsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import minibit.core.id.InfoHash;
import org.junit.jupiter.api.Test;

class LsdCodecTest {
  private static final String HEX = "0123456789abcdef0123456789abcdef01234567";
  private static final InfoHash HASH = InfoHash.ofHex(HEX);

  @Test
  void theDatagramIsThatOfTheProposalToTheByte() {
    LsdAnnounce announce = new LsdAnnounce(6881, List.of(HASH), Optional.of("c0ffee"));

    assertThat(text(LsdCodec.encode(LsdGroup.IPV4, announce)))
        .isEqualTo(
            "BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: 6881\r\nInfohash: "
                + HEX
                + "\r\ncookie: c0ffee\r\n\r\n\r\n");
    assertThat(text(LsdCodec.encode(LsdGroup.IPV6, announce)))
        .contains("\r\nHost: [ff15::efc0:988f]:6771\r\n");
  }

  @Test
  void asManyInfoHashesAsMayBeStayBelowFourteenHundredBytes() {
    LsdAnnounce most =
        new LsdAnnounce(
            65_535,
            IntStream.range(0, LsdCodec.MAX_HASHES).mapToObj(LsdTest::hash).toList(),
            Optional.of("x".repeat(LsdCodec.MAX_COOKIE)));

    byte[] packet = LsdCodec.encode(LsdGroup.IPV6, most);

    assertThat(packet).hasSizeBetween(1350, LsdCodec.MAX_BYTES);
    assertThat(LsdCodec.decode(packet)).contains(most);
  }

  @Test
  void namesInAnyCaseUnknownHeadersAndSeveralInfoHashesAreRead() {
    String text =
        "BT-SEARCH * HTTP/1.1\r\nhOST: whatever\r\nPORT:6881\r\nX-New: 1:2\r\nno colon\r\nINFOHASH: "
            + HEX.toUpperCase(java.util.Locale.ROOT)
            + "\r\nInfohash: "
            + hash(1).hex()
            + "\r\nInfohash: zz"
            + HEX.substring(2)
            + "\r\nInfohash: "
            + HEX
            + "\r\n\r\n\r\n";

    assertThat(LsdCodec.decode(bytes(text)))
        .contains(new LsdAnnounce(6881, List.of(HASH, hash(1)), Optional.empty()));
  }

  @Test
  void whatIsNoAnnounceIsNone() {
    String good = "BT-SEARCH * HTTP/1.1\r\nPort: 6881\r\nInfohash: " + HEX + "\r\n\r\n\r\n";
    assertThat(LsdCodec.decode(bytes(good))).isPresent();
    for (String bad :
        List.of(
            "",
            "\r\n",
            good.replace("BT-SEARCH", "M-SEARCH"),
            good.replace("Port: 6881\r\n", ""),
            good.replace("6881", "0"),
            good.replace("6881", "65536"),
            good.replace("6881", "-1"),
            good.replace("6881", "+80"),
            good.replace("6881", "99999999999"),
            good.replace("6881\r\n", "6881\r\nPort: 6882\r\n"),
            good.replace("Port", "\r\nPort"),
            good.replace(HEX, HEX + "00"),
            good + " ".repeat(LsdCodec.MAX_READ))) {
      assertThat(LsdCodec.decode(bytes(bad))).as(bad).isEmpty();
    }
  }

  @Test
  void noBytesBreakTheReader() {
    Random random = new Random(14);
    byte[] good =
        LsdCodec.encode(
            LsdGroup.IPV4, new LsdAnnounce(1, List.of(HASH, hash(2)), Optional.of("abc")));
    for (int round = 0; round < 50_000; round++) {
      byte[] packet = good.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt();
      }
      LsdCodec.decode(packet)
          .ifPresent(read -> assertThat(read.hashes()).hasSizeBetween(1, LsdCodec.MAX_HASHES));
      byte[] noise = new byte[random.nextInt(LsdCodec.MAX_READ + 100)];
      random.nextBytes(noise);
      assertThat(LsdCodec.decode(noise)).isEmpty();
    }
  }

  private static InfoHash hash(int number) {
    return LsdTest.hash(number);
  }

  private static String text(byte[] packet) {
    return new String(packet, StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
