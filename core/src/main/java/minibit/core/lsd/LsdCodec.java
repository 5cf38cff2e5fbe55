package minibit.core.lsd;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import minibit.core.id.InfoHash;

/**
 * The datagrams of BEP 14: a request line, headers, two empty lines. Names of headers are read in
 * any case, unknown headers are passed over, and so is what is not 40 hexadecimal digits where an
 * info-hash should be. Any thread.
 */
public final class LsdCodec {
  /** The longest datagram sent, so that it is never cut in fragments (BEP 14). */
  public static final int MAX_BYTES = 1400;

  /** The longest datagram read: what one Ethernet frame carries. */
  public static final int MAX_READ = 1500;

  /**
   * Info-hashes in a datagram, both ways. Each takes 52 bytes, all else at most 95 with a cookie of
   * {@link #MAX_COOKIE}: 25 stay below {@link #MAX_BYTES}.
   */
  public static final int MAX_HASHES = 25;

  /** Characters of a cookie that is sent. */
  public static final int MAX_COOKIE = 16;

  private static final String REQUEST = "BT-SEARCH * HTTP/1.1";

  /** A sender's lines: the request, as many info-hashes as fit, and some headers of later days. */
  private static final int MAX_LINES = 64;

  private static final int PORT_DIGITS = 5;

  private LsdCodec() {}

  /** The datagram that tells one group. */
  public static byte[] encode(LsdGroup group, LsdAnnounce announce) {
    StringBuilder text = new StringBuilder(MAX_BYTES);
    text.append(REQUEST).append("\r\n");
    text.append("Host: ").append(group.host()).append("\r\n");
    text.append("Port: ").append(announce.port()).append("\r\n");
    for (InfoHash hash : announce.hashes()) {
      text.append("Infohash: ").append(hash.hex()).append("\r\n");
    }
    announce.cookie().ifPresent(cookie -> text.append("cookie: ").append(cookie).append("\r\n"));
    return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads a datagram; empty if it is none of these, names no port, two, or no info-hash. */
  public static Optional<LsdAnnounce> decode(byte[] datagram) {
    if (datagram.length > MAX_READ) {
      return Optional.empty();
    }
    List<String> lines =
        new String(datagram, StandardCharsets.ISO_8859_1).lines().limit(MAX_LINES).toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals(REQUEST)) {
      return Optional.empty();
    }
    Set<InfoHash> hashes = new LinkedHashSet<>();
    Optional<Integer> port = Optional.empty();
    Optional<String> cookie = Optional.empty();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        if (line.isBlank()) {
          break;
        }
        continue;
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
        case "port" -> {
          if (port.isPresent()) {
            return Optional.empty();
          }
          port = port(value);
        }
        case "infohash" ->
            hash(value).filter(_ -> hashes.size() < MAX_HASHES).ifPresent(hashes::add);
        case "cookie" -> cookie = Optional.of(value);
        default -> {
          // Host says which group it came by, which we know; others are of later days.
        }
      }
    }
    return port.isEmpty() || hashes.isEmpty()
        ? Optional.empty()
        : Optional.of(new LsdAnnounce(port.get(), List.copyOf(hashes), cookie));
  }

  private static Optional<Integer> port(String digits) {
    if (digits.isEmpty()
        || digits.length() > PORT_DIGITS
        || !digits.chars().allMatch(LsdCodec::isDigit)) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(digits)).filter(port -> port >= 1 && port <= 65_535);
  }

  private static boolean isDigit(int letter) {
    return letter >= '0' && letter <= '9';
  }

  private static Optional<InfoHash> hash(String hex) {
    return hex.length() == 2 * InfoHash.WIRE_LENGTH && hex.chars().allMatch(LsdCodec::isHex)
        ? Optional.of(InfoHash.ofHex(hex))
        : Optional.empty();
  }

  private static boolean isHex(int letter) {
    return isDigit(letter) || (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F');
  }
}
