package minibit.core.metainfo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.words.Sentence;

/** Reads one magnet link. */
final class MagnetParser {
  /** Characters of a link; those with hundreds of trackers have some 30,000. */
  private static final int MAX_LENGTH = 256 * 1024;

  private static final int MAX_ADDRESSES = 1_000;
  private static final String SCHEME = "magnet:?";
  private static final String V1 = "urn:btih:";
  private static final String V2 = "urn:btmh:";

  /** Multihash for SHA-256 of 32 bytes: the only one BEP 52 has. */
  private static final String SHA_256 = "1220";

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BASE32_HASH = 32;

  private Optional<InfoHash> v1 = Optional.empty();
  private Optional<InfoHash> v2 = Optional.empty();
  private Optional<String> name = Optional.empty();
  private Optional<Selection> selection = Optional.empty();
  private final List<String> trackers = new ArrayList<>();
  private final List<String> webSeeds = new ArrayList<>();
  private final List<HostPort> peers = new ArrayList<>();
  private final List<HostPort> nodes = new ArrayList<>();

  private MagnetParser() {}

  static boolean isMagnet(String text) {
    return text.strip().regionMatches(true, 0, SCHEME, 0, SCHEME.length() - 1);
  }

  static Magnet parse(String uri) throws BadMetainfo {
    String link = uri.strip();
    if (!link.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || link.length() > MAX_LENGTH) {
      throw new BadMetainfo(Code.NOT_A_MAGNET, Sentence.of("no-magnet", "this is no magnet link"));
    }
    return new MagnetParser().read(link.substring(SCHEME.length()));
  }

  /** A field's name goes to the next {@code =}, its value from there to the next {@code &}. */
  private Magnet read(String fields) throws BadMetainfo {
    int at = 0;
    while (at < fields.length()) {
      int equals = fields.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      int end = fields.indexOf('&', equals);
      end = end < 0 ? fields.length() : end;
      field(fields.substring(at, equals), fields.substring(equals + 1, end));
      at = end + 1;
    }
    if (v1.isEmpty() && v2.isEmpty()) {
      throw new BadMetainfo(
          Code.NO_INFO_HASH, Sentence.of("no-info-hash", "the magnet link has no info-hash"));
    }
    return new Magnet(new InfoHashes(v1, v2), name, trackers, webSeeds, peers, nodes, selection);
  }

  private void field(String numberedKey, String escaped) throws BadMetainfo {
    // Fields that repeat may be numbered: xt.1, xt.2.
    String key = numberedKey.replaceFirst("\\.[0-9]{1,4}$", "").toLowerCase(Locale.ROOT);
    Optional<String> decoded = unescaped(escaped, key.equals("dn"));
    if (decoded.isEmpty()) {
      return;
    }
    String value = decoded.get();
    switch (key) {
      case "xt" -> hash(value);
      case "dn" -> name = name.or(() -> Optional.of(value).filter(text -> !text.isEmpty()));
      case "tr" -> address(value, trackers);
      case "ws" -> address(value, webSeeds);
      case "x.pe" -> HostPort.parse(value).filter(peer -> fits(peers)).ifPresent(peers::add);
      case "dht" -> HostPort.parse(value).filter(node -> fits(nodes)).ifPresent(nodes::add);
      case "so" ->
          Selection.parse(value)
              .ifPresent(
                  files ->
                      selection =
                          Optional.of(selection.map(known -> known.and(files)).orElse(files)));
      default -> {
        // Other fields (xl, as, xs, kt) say nothing that we need.
      }
    }
  }

  private static void address(String value, List<String> addresses) {
    String address = value.strip();
    if (!address.isEmpty() && fits(addresses)) {
      addresses.add(address);
    }
  }

  private static boolean fits(List<?> list) {
    return list.size() < MAX_ADDRESSES;
  }

  private void hash(String urn) throws BadMetainfo {
    if (urn.regionMatches(true, 0, V1, 0, V1.length())) {
      InfoHash hash = v1(urn.substring(V1.length()));
      v1 = v1.or(() -> Optional.of(hash));
    } else if (urn.regionMatches(true, 0, V2, 0, V2.length())) {
      String multihash = urn.substring(V2.length());
      if (!multihash.startsWith(SHA_256)
          || !multihash.substring(SHA_256.length()).matches("[0-9a-fA-F]{64}")) {
        throw badHash();
      }
      InfoHash hash = InfoHash.ofHex(multihash.substring(SHA_256.length()));
      v2 = v2.or(() -> Optional.of(hash));
    }
  }

  private static InfoHash v1(String text) throws BadMetainfo {
    if (text.matches("[0-9a-fA-F]{40}")) {
      return InfoHash.ofHex(text);
    }
    if (text.length() != BASE32_HASH) {
      throw badHash();
    }
    byte[] hash = new byte[InfoHash.WIRE_LENGTH];
    for (int i = 0; i < text.length(); i++) {
      int digit = BASE32.indexOf(Character.toUpperCase(text.charAt(i)));
      if (digit < 0) {
        throw badHash();
      }
      for (int bit = 0; bit < 5; bit++) {
        if ((digit & 16 >> bit) != 0) {
          int place = i * 5 + bit;
          hash[place / 8] |= (byte) (0x80 >> place % 8);
        }
      }
    }
    return InfoHash.of(hash);
  }

  private static BadMetainfo badHash() {
    return new BadMetainfo(
        Code.BAD_INFO_HASH,
        Sentence.of("bad-info-hash", "the magnet link's info-hash is malformed"));
  }

  /** The text behind the escapes; empty if one of them is broken. */
  private static Optional<String> unescaped(String escaped, boolean plusIsBlank) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%') {
        if (i + 3 > escaped.length()) {
          return Optional.empty();
        }
        int high = Character.digit(escaped.charAt(i + 1), 16);
        int low = Character.digit(escaped.charAt(i + 2), 16);
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c < 0x80) {
        bytes.write(c == '+' && plusIsBlank ? ' ' : c);
      } else {
        int point = escaped.codePointAt(i);
        bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(point) - 1;
      }
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }
}
