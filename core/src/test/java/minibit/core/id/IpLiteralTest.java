package minibit.core.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;

/** Addresses in text. */
class IpLiteralTest {
  private static String hex(String text) {
    return IpLiteral.parse(text).map(HexFormat.of()::formatHex).orElse("none");
  }

  @Test
  void addressesAreRead() {
    assertThat(hex("127.0.0.1")).isEqualTo("7f000001");
    assertThat(hex("::1")).isEqualTo("00".repeat(15) + "01");
    assertThat(hex("::")).isEqualTo("00".repeat(16));
    assertThat(hex("[2001:db8::a:b]")).isEqualTo("20010db8" + "00".repeat(8) + "000a000b");
    assertThat(hex("1:2:3:4:5:6:7:8")).isEqualTo("00010002000300040005000600070008");
    assertThat(hex("::ffff:1.2.3.4")).isEqualTo("00".repeat(10) + "ffff01020304");
  }

  @Test
  void anythingElseIsNot() {
    for (String text :
        new String[] {
          "",
          "localhost",
          "1.2.3",
          "1.2.3.4.5",
          "1.2.3.256",
          "1.2.3.-4",
          "1.2.3.+4",
          "1.2.3.0004",
          ":1",
          "1:",
          "1::2::3",
          "1:2:3:4:5:6:7",
          "1:2:3:4:5:6:7:8:9",
          "::12345",
          "fe80::1%eth0",
          "1:2:3:4:5:6:7::8",
          "[::1",
          "::g",
          ":::",
          "1.2.3.4:80",
          "::1.2.3.4.5",
          "1.2.3.4::"
        }) {
      assertThat(hex(text)).as(text).isEqualTo("none");
    }
  }

  /** What an address prints as is read back. */
  @Seeds(50)
  void printedAddressesAreReadBack(long seed) {
    Random random = new Random(seed);
    byte[] ip = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(ip);
    assertThat(IpLiteral.parse(PeerAddress.of(ip, 1).host())).hasValue(ip);
  }
}
