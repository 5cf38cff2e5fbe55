package minibit.daemon.api;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent escapes of URLs, strictly: what is no UTF-8 is nothing. */
final class Escapes {
  private Escapes() {}

  static String percent(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A segment of a path. */
  static Optional<String> ofSegment(String escaped) {
    return decode(escaped, false);
  }

  /** A key or value of a query, where a plus is a space. */
  static Optional<String> ofQuery(String escaped) {
    return decode(escaped, true);
  }

  private static Optional<String> decode(String escaped, boolean plusIsSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%') {
        int high = i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(escaped.charAt(i + 2), 16);
        if (low < 0) {
          return Optional.empty();
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c > 0x7f) {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      } else {
        bytes.write(plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
