package minibit.core.catalogue;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The first hexadecimal digits of a hash, any number of them. */
record Prefix(byte[] bytes, boolean half) {
  /** Digits as people type them; empty if one is no hexadecimal digit, or there are none. */
  static Optional<Prefix> of(String digits) {
    String lower = digits.toLowerCase(Locale.ROOT);
    if (lower.isEmpty() || lower.length() > 64 || !lower.matches("[0-9a-f]+")) {
      return Optional.empty();
    }
    boolean half = lower.length() % 2 == 1;
    return Optional.of(new Prefix(HexFormat.of().parseHex(half ? lower + "0" : lower), half));
  }

  static boolean matches(byte[] hash, int from, byte[] prefix, boolean half) {
    int whole = half ? prefix.length - 1 : prefix.length;
    for (int i = 0; i < whole; i++) {
      if (hash[from + i] != prefix[i]) {
        return false;
      }
    }
    return !half || (hash[from + whole] & 0xf0) == (prefix[whole] & 0xff);
  }
}
