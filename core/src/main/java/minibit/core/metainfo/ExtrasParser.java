package minibit.core.metainfo;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BInt;
import minibit.core.bencode.BList;
import minibit.core.bencode.BencodeValue;
import minibit.core.metainfo.Metainfo.Extras;

/** Reads what stands beside the info. A field that is damaged is as good as absent. */
final class ExtrasParser {
  /** Trackers, web seeds or nodes that are kept: more would only be a burden to others. */
  private static final int MAX_ADDRESSES = 1_000;

  private static final int MAX_URL = 4_096;
  private static final int MAX_HOST = 255;
  private static final int MAX_TEXT = 64 * 1024;

  /** What may stand in an address as it is, besides letters and digits (RFC 3986). */
  private static final String URL_SIGNS = "-._~:/?#[]@!$&'()*+,;=%";

  private ExtrasParser() {}

  /**
   * @param several whether the torrent has more than one file, so that a web seed is a folder
   */
  static Extras parse(BDict top, boolean several) {
    return new Extras(
        trackers(top),
        webSeeds(top, several),
        List.copyOf(urls(top, "httpseeds")),
        nodes(top),
        text(top, "comment"),
        text(top, "created by"),
        created(top));
  }

  /** Tiers replace the single address; tiers without an address do not (BEP 12). */
  private static List<List<String>> trackers(BDict top) {
    List<List<String>> tiers = new ArrayList<>();
    int count = 0;
    for (BencodeValue value : top.list("announce-list").map(BList::values).orElse(List.of())) {
      List<String> tier = new ArrayList<>();
      if (value instanceof BList list) {
        for (BencodeValue url : list.values()) {
          if (count < MAX_ADDRESSES) {
            count += tier.addAll(url(url).stream().toList()) ? 1 : 0;
          }
        }
      }
      if (!tier.isEmpty()) {
        tiers.add(List.copyOf(tier));
      }
    }
    if (tiers.isEmpty()) {
      top.get("announce").flatMap(ExtrasParser::url).ifPresent(url -> tiers.add(List.of(url)));
    }
    return List.copyOf(tiers);
  }

  private static List<String> webSeeds(BDict top, boolean several) {
    Set<String> seeds = new LinkedHashSet<>();
    for (String url : urls(top, "url-list")) {
      seeds.add(several && !url.endsWith("/") ? url + "/" : url);
    }
    return List.copyOf(seeds);
  }

  /** Addresses under this name: a list of strings, or one string. */
  private static Set<String> urls(BDict top, String name) {
    Set<String> urls = new LinkedHashSet<>();
    List<BencodeValue> values =
        top.list(name).map(BList::values).orElseGet(() -> top.get(name).stream().toList());
    for (BencodeValue value : values) {
      if (urls.size() < MAX_ADDRESSES) {
        url(value).map(ExtrasParser::escaped).ifPresent(urls::add);
      }
    }
    return urls;
  }

  private static Optional<String> url(BencodeValue value) {
    return value instanceof BBytes bytes && bytes.length() <= MAX_URL
        ? Optional.of(bytes.text().strip()).filter(url -> !url.isEmpty())
        : Optional.empty();
  }

  /** Blanks and such, which stand in many torrents, made fit for an address. */
  private static String escaped(String url) {
    StringBuilder text = new StringBuilder();
    for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || URL_SIGNS.indexOf(c) >= 0)) {
        text.append(c);
      } else {
        text.append('%').append(String.format("%02X", (int) c));
      }
    }
    return text.toString();
  }

  private static List<HostPort> nodes(BDict top) {
    List<HostPort> nodes = new ArrayList<>();
    for (BencodeValue value : top.list("nodes").map(BList::values).orElse(List.of())) {
      if (nodes.size() < MAX_ADDRESSES
          && value instanceof BList pair
          && pair.size() == 2
          && pair.values().get(0) instanceof BBytes host
          && pair.values().get(1) instanceof BInt(long port)
          && host.length() > 0
          && host.length() <= MAX_HOST
          && port > 0
          && port <= 0xffff) {
        nodes.add(new HostPort(host.text(), (int) port));
      }
    }
    return List.copyOf(nodes);
  }

  private static Optional<String> text(BDict top, String name) {
    return top.string(name + ".utf-8")
        .or(() -> top.string(name))
        .filter(text -> text.length() > 0 && text.length() <= MAX_TEXT)
        .map(BBytes::text);
  }

  private static Optional<Instant> created(BDict top) {
    long seconds = top.integer("creation date").orElse(0);
    try {
      return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
