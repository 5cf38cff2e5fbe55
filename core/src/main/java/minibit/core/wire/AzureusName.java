package minibit.core.wire;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Peer ids of the form {@code -XXvvvv-}: two letters of a program, four of its version (BEP 20).
 */
final class AzureusName {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** A program's name, and how it writes its version into the four characters and the dash. */
  private record Program(String name, UnaryOperator<String> version) {}

  private static final Map<String, Program> PROGRAMS = new TreeMap<>();

  static {
    four("AZ", "Azureus");
    four("MR", "Miro");
    three("AD", "Advanced Download Manager");
    three("BW", "BitTorrent Web");
    three("DE", "Deluge");
    three("LT", "libtorrent");
    three("MB", "minibit");
    three("MO", "MonoTorrent");
    three("UW", "µTorrent Web");
    three("XF", "Xfplay");
    three("lt", "rTorrent");
    three("qB", "qBittorrent");
    program("BT", "BitTorrent", AzureusName::threeAndKind);
    program("UT", "µTorrent", AzureusName::threeAndKind);
    program("UM", "µTorrent Mac", AzureusName::threeAndKind);
    program("BC", "BitComet", v -> number(v, 0) + "." + v.substring(2, 4));
    program("BL", "BitLord", AzureusName::bitLord);
    program("CD", "Enhanced CTorrent", v -> number(v, 0) + "." + number(v, 2));
    program("CT", "CTorrent", v -> number(v, 0) + "." + number(v, 2));
    program("FD", "Free Download Manager", AzureusName::freeDownloadManager);
    program("FL", "Folx", v -> digit(v.charAt(0)) + ".x");
    program("KT", "KTorrent", AzureusName::ktorrent);
    program("PI", "PicoTorrent", v -> v.charAt(0) + "." + number(v, 1) + "." + v.charAt(3));
    program("TR", "Transmission", AzureusName::transmission);
    program("WD", "WebTorrent Desktop", v -> number(v, 0) + "." + number(v, 2));
    program("WS", "HTTP Seed", v -> "");
    program("WW", "WebTorrent", v -> number(v, 0) + "." + number(v, 2));
    four("AG", "Ares");
    four("BD", "BitDock");
    four("BI", "BiglyBT");
    four("FT", "FoxTorrent");
    four("FW", "FrostWire");
    four("HL", "Halite");
    four("KG", "KGet");
    four("LP", "Lphant");
    four("RT", "Retriever");
    four("SZ", "Shareaza");
    four("TL", "Tribler");
    four("TS", "torrent-stream");
    four("TX", "Tixati");
    four("VG", "Vagaa");
    four("XL", "Xunlei");
  }

  private AzureusName() {}

  /**
   * Name and version.
   *
   * @param code the eight characters behind the first dash: two of the program, four of the
   *     version, usually a dash, and one more
   */
  static Optional<String> of(String code) {
    Program program = PROGRAMS.get(code.substring(0, 2));
    if (program == null) {
      return Optional.empty();
    }
    String version = program.version.apply(code.substring(2));
    String shown = (program.name + " " + version).strip();
    return shown.chars().allMatch(c -> c >= ' ' && c != 0x7f && (c < 0x80 || c == 'µ'))
        ? Optional.of(shown)
        : Optional.of(program.name);
  }

  /** What a character stands for: one digit to the base of 62, or itself. */
  static String digit(char letter) {
    int value = DIGITS.indexOf(letter);
    return value < 0 ? String.valueOf(letter) : Integer.toString(value);
  }

  private static void four(String code, String name) {
    program(code, name, v -> dots(v.substring(0, 4)));
  }

  private static void three(String code, String name) {
    program(code, name, v -> dots(v.substring(0, 3)));
  }

  private static void program(String code, String name, UnaryOperator<String> version) {
    PROGRAMS.put(code, new Program(name, version));
  }

  private static String dots(String digits) {
    StringBuilder text = new StringBuilder();
    for (char letter : digits.toCharArray()) {
      text.append(text.isEmpty() ? "" : ".").append(digit(letter));
    }
    return text.toString();
  }

  /** Two decimal digits as a number, so without the zero before it. */
  private static String number(String version, int at) {
    String digits = version.substring(at, at + 2);
    return digits.charAt(0) == '0' ? digits.substring(1) : digits;
  }

  private static String threeAndKind(String version) {
    String kind =
        switch (version.charAt(3)) {
          case 'A' -> " (Alpha)";
          case 'B' -> " (Beta)";
          case 'D' -> " (Dev)";
          default -> "";
        };
    return dots(version.substring(0, 3)) + kind;
  }

  /** Newer ones go on where others have a dash: 246326 is 2.4.6-326. */
  private static String bitLord(String version) {
    return version.charAt(4) == '-'
        ? number(version, 0) + "." + version.substring(2, 4)
        : dots(version.substring(0, 3)) + "-" + version.substring(3);
  }

  private static String ktorrent(String version) {
    String start = dots(version.substring(0, 2));
    return switch (version.charAt(2)) {
      case 'D' -> start + " Dev " + digit(version.charAt(3));
      case 'R' -> start + " RC " + digit(version.charAt(3));
      default -> start + "." + digit(version.charAt(2));
    };
  }

  /** The third place is a number up to 61, and anything that is no digit hides it. */
  private static String freeDownloadManager(String version) {
    char third = version.charAt(2);
    return dots(version.substring(0, 2)) + "." + (DIGITS.indexOf(third) < 0 ? "x" : digit(third));
  }

  /** 0.6 was 0006, 1.11 was 1110, and from 4 on there are three places. */
  private static String transmission(String version) {
    String dev = "XZB".indexOf(version.charAt(3)) >= 0 ? " (Dev)" : "";
    if (version.startsWith("000")) {
      return "0." + version.charAt(3);
    }
    if (version.startsWith("00")) {
      return "0." + version.substring(2, 4);
    }
    return version.charAt(0) < '4'
        ? version.charAt(0) + "." + version.substring(1, 3) + dev
        : dots(version.substring(0, 3)) + dev;
  }
}
