package minibit.core.announce;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Raw bytes in a URL's query: what is not plain goes as {@code %XX} (RFC 3986). */
public final class PercentCodec {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentCodec() {}

  /** Bytes as a query carries them. */
  public static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length * 3);
    for (byte b : bytes) {
      if (isUnreserved(b)) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.toHexDigits(b));
      }
    }
    return text.toString();
  }

  /** Letters, digits, and the four marks that never mean anything else. */
  private static boolean isUnreserved(byte b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }

  /**
   * The bytes that a part of a query means. A plus is a plus: clients leave it bare in hashes and
   * ids, and none means a blank by it. Empty if a percent sign is not followed by two hexadecimal
   * digits.
   */
  public static Optional<byte[]> decode(String text) {
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[source.length];
    int length = 0;
    for (int i = 0; i < source.length; i++) {
      if (source[i] != '%') {
        bytes[length++] = source[i];
        continue;
      }
      if (i + 2 >= source.length
          || !HexFormat.isHexDigit(source[i + 1])
          || !HexFormat.isHexDigit(source[i + 2])) {
        return Optional.empty();
      }
      bytes[length++] =
          (byte)
              (HexFormat.fromHexDigit(source[i + 1]) << 4 | HexFormat.fromHexDigit(source[i + 2]));
      i += 2;
    }
    return Optional.of(Arrays.copyOf(bytes, length));
  }
}
