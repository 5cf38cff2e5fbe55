package minibit.core.id;

import java.util.Arrays;
import java.util.Optional;

/** IP addresses in text, read without ever asking a name server. */
public final class IpLiteral {
  private static final int V6_GROUPS = 8;

  private IpLiteral() {}

  /**
   * The 4 or 16 bytes that a text means: dotted decimal, or IPv6 with or without brackets and
   * abbreviation. Empty for host names, zones and anything else.
   */
  public static Optional<byte[]> parse(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      return v6(text.substring(1, text.length() - 1));
    }
    return text.indexOf(':') < 0 ? v4(text) : v6(text);
  }

  private static Optional<byte[]> v4(String text) {
    byte[] bytes = new byte[4];
    int at = 0;
    for (int i = 0; i < 4; i++) {
      int end = i == 3 ? text.length() : text.indexOf('.', at);
      int part = end < 0 ? -1 : number(text, at, end, 10, 3);
      if (part < 0 || part > 255) {
        return Optional.empty();
      }
      bytes[i] = (byte) part;
      at = end + 1;
    }
    return Optional.of(bytes);
  }

  private static Optional<byte[]> v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text).filter(bytes -> bytes.length == 16);
    }
    String front = text.substring(0, gap);
    Optional<byte[]> head = front.indexOf('.') < 0 ? groups(front) : Optional.empty();
    Optional<byte[]> tail = groups(text.substring(gap + 2));
    if (head.isEmpty() || tail.isEmpty() || head.get().length + tail.get().length > 14) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOf(head.get(), 16);
    int length = tail.get().length;
    System.arraycopy(tail.get(), 0, bytes, 16 - length, length);
    return Optional.of(bytes);
  }

  private static Optional<byte[]> groups(String text) {
    if (text.isEmpty()) {
      return Optional.of(new byte[0]);
    }
    String[] parts = text.split(":", -1);
    if (parts.length > V6_GROUPS) {
      return Optional.empty();
    }
    byte[] bytes = new byte[2 * parts.length + 2];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') > 0) {
        Optional<byte[]> v4 = v4(parts[i]);
        if (v4.isEmpty()) {
          return Optional.empty();
        }
        System.arraycopy(v4.get(), 0, bytes, length, 4);
        length += 4;
        continue;
      }
      int group = number(parts[i], 0, parts[i].length(), 16, 4);
      if (group < 0) {
        return Optional.empty();
      }
      bytes[length++] = (byte) (group >> 8);
      bytes[length++] = (byte) group;
    }
    return Optional.of(Arrays.copyOf(bytes, length));
  }

  /** Plain ASCII digits only: no sign, no blanks. -1 if it is no number. */
  private static int number(String text, int from, int to, int radix, int maxDigits) {
    if (from >= to || to - from > maxDigits) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }
}
