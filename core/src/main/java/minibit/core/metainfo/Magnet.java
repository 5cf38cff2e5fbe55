package minibit.core.metainfo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;

/**
 * A magnet link (BEP 9, 52, 53): the torrent's hashes and where to begin to look for it.
 *
 * @param hashes at least one
 * @param name to show until the metadata is there; not made safe
 * @param trackers addresses, each a tier of its own
 * @param webSeeds addresses of BEP 19 seeds
 * @param peers to dial at once
 * @param nodes of the DHT
 * @param selection the files wanted; empty: all
 */
public record Magnet(
    InfoHashes hashes,
    Optional<String> name,
    List<String> trackers,
    List<String> webSeeds,
    List<HostPort> peers,
    List<HostPort> nodes,
    Optional<Selection> selection) {
  /** What in an address stands as it is (RFC 3986). */
  private static final String UNRESERVED = "-._~";

  /** Copies the lists. */
  public Magnet {
    trackers = List.copyOf(trackers);
    webSeeds = List.copyOf(webSeeds);
    peers = List.copyOf(peers);
    nodes = List.copyOf(nodes);
  }

  /** A link that knows nothing but hashes. */
  public static Magnet of(InfoHashes hashes) {
    return new Magnet(
        hashes, Optional.empty(), List.of(), List.of(), List.of(), List.of(), Optional.empty());
  }

  /** The link to a torrent, with its trackers and web seeds. */
  public static Magnet of(Metainfo torrent) {
    List<String> trackers = new ArrayList<>();
    torrent.trackers().forEach(trackers::addAll);
    return new Magnet(
        torrent.hashes(),
        Optional.of(torrent.name()),
        trackers,
        torrent.extras().webSeeds(),
        List.of(),
        torrent.isPrivate() ? List.of() : torrent.extras().nodes(),
        Optional.empty());
  }

  /** Whether a text looks like a link rather than the name of a file. */
  public static boolean isMagnet(String text) {
    return MagnetParser.isMagnet(text);
  }

  /**
   * Reads a link. What cannot be used in it is passed over, as long as there is a hash.
   *
   * @throws BadMetainfo if it is no magnet link, or has no hash or a broken one
   */
  public static Magnet parse(String uri) throws BadMetainfo {
    return MagnetParser.parse(uri);
  }

  /** The same with these trackers after its own. */
  public Magnet withTrackers(List<String> more) {
    List<String> all = new ArrayList<>(trackers);
    all.addAll(more);
    return new Magnet(hashes, name, all, webSeeds, peers, nodes, selection);
  }

  /** The same with these peers after its own. */
  public Magnet withPeers(List<HostPort> more) {
    List<HostPort> all = new ArrayList<>(peers);
    all.addAll(more);
    return new Magnet(hashes, name, trackers, webSeeds, all, nodes, selection);
  }

  /** The link in writing, as {@link #parse} reads it. */
  public String uri() {
    StringBuilder uri = new StringBuilder("magnet:?");
    hashes.v1().map(InfoHash::hex).ifPresent(hex -> add(uri, "xt", "urn:btih:" + hex));
    hashes.v2().map(InfoHash::hex).ifPresent(hex -> add(uri, "xt", "urn:btmh:1220" + hex));
    name.ifPresent(text -> add(uri, "dn", escaped(text)));
    trackers.forEach(tracker -> add(uri, "tr", escaped(tracker)));
    webSeeds.forEach(seed -> add(uri, "ws", escaped(seed)));
    peers.forEach(peer -> add(uri, "x.pe", peer.toString()));
    nodes.forEach(node -> add(uri, "dht", escaped(node.toString())));
    selection.ifPresent(files -> add(uri, "so", files.toString()));
    return uri.toString();
  }

  private static void add(StringBuilder uri, String field, String value) {
    if (uri.charAt(uri.length() - 1) != '?') {
      uri.append('&');
    }
    uri.append(field).append('=').append(value);
  }

  private static String escaped(String text) {
    StringBuilder result = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
        result.append(c);
      } else {
        result.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return result.toString();
  }
}
