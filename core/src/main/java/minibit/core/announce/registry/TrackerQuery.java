package minibit.core.announce.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.PercentCodec;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerId;

/**
 * What peers ask of a tracker in a URL's query. Lenient where clients differ, and strict in what a
 * swarm is built on: hash, id and port.
 */
public final class TrackerQuery {
  /** Torrents in one scrape; as many as UDP allows (BEP 15). */
  public static final int MAX_SCRAPE = 74;

  /** No client sends half as many parameters beside the hashes of a scrape. */
  private static final int MAX_PARAMETERS = 128;

  private final Map<String, List<byte[]>> parameters;

  private TrackerQuery(Map<String, List<byte[]>> parameters) {
    this.parameters = parameters;
  }

  /** A query as it stands in the URL, escapes and all. Empty if it cannot be taken apart. */
  public static Optional<TrackerQuery> parse(String rawQuery) {
    Map<String, List<byte[]>> parameters = new LinkedHashMap<>();
    int count = 0;
    for (String part : rawQuery.split("&")) {
      int equals = part.indexOf('=');
      Optional<byte[]> value = PercentCodec.decode(equals < 0 ? "" : part.substring(equals + 1));
      if (value.isEmpty() || ++count > MAX_PARAMETERS) {
        return Optional.empty();
      }
      String name = equals < 0 ? part : part.substring(0, equals);
      parameters.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value.get());
    }
    return Optional.of(new TrackerQuery(parameters));
  }

  /** The first value of a parameter, as text. */
  public Optional<String> text(String name) {
    return first(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private Optional<byte[]> first(String name) {
    return Optional.ofNullable(parameters.get(name)).map(List::getFirst);
  }

  /** An announce, or why it is none. */
  public sealed interface Announce {
    /**
     * An announce.
     *
     * @param compact whether addresses may be packed (BEP 23), which they may unless 0 is said
     * @param noPeerId whether ids may be left out of the dictionary form
     */
    record Good(AnnounceRequest request, boolean compact, boolean noPeerId) implements Announce {}

    /** What is wrong. */
    record Bad(String reason) implements Announce {}
  }

  /**
   * The query as an announce. An address in it ({@code ip}, {@code ipv4}, {@code ipv6}) counts for
   * nothing: whoever could name any address could have anybody dialled (BEP 7).
   */
  public Announce announce() {
    Optional<byte[]> hash = first("info_hash");
    Optional<byte[]> id = first("peer_id");
    long port = number("port", 0);
    if (hash.isEmpty() || hash.get().length != InfoHash.WIRE_LENGTH) {
      return new Announce.Bad("info_hash must have 20 bytes");
    }
    if (id.isEmpty() || id.get().length != PeerId.LENGTH) {
      return new Announce.Bad("peer_id must have 20 bytes");
    }
    if (port < 1 || port > 65535) {
      return new Announce.Bad("port must be from 1 to 65535");
    }
    long wanted = number("numwant", -1);
    AnnounceRequest request =
        new AnnounceRequest(
            InfoHash.of(hash.get()),
            PeerId.of(id.get()),
            (int) port,
            Math.max(0, number("uploaded", 0)),
            Math.max(0, number("downloaded", 0)),
            // Who does not say is no seeder; some say -1 before they know the torrent.
            number("left", 1) < 0 ? Long.MAX_VALUE : number("left", 1),
            AnnounceEvent.ofWord(text("event").orElse("")),
            wanted < 0 ? AnnounceRequest.DEFAULT_NUM_WANT : (int) Math.min(wanted, 1000),
            key(),
            "");
    return new Announce.Good(
        request,
        !text("compact").orElse("1").equals("0"),
        text("no_peer_id").orElse("0").equals("1"));
  }

  /**
   * Keys are eight digits with most clients, and any bytes with some: all that counts is sameness.
   */
  private int key() {
    Optional<byte[]> key = first("key").filter(bytes -> bytes.length > 0);
    return key.isEmpty() ? 0 : Math.max(1, Arrays.hashCode(key.get()) & 0x7fffffff);
  }

  /** A decimal number; beyond 64 bits the largest, {@code otherwise} if it is none. */
  private long number(String name, long otherwise) {
    String text = text(name).orElse("");
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    if (digits.isEmpty()
        || digits.length() > 20
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return otherwise;
    }
    if (digits.length() > 18) {
      return negative ? -1 : Long.MAX_VALUE;
    }
    return negative ? -Long.parseLong(digits) : Long.parseLong(digits);
  }

  /**
   * The torrents of a scrape, at most {@link #MAX_SCRAPE}; empty if none, or a bad one, is named.
   */
  public List<InfoHash> scraped() {
    List<InfoHash> hashes = new ArrayList<>();
    for (byte[] hash : parameters.getOrDefault("info_hash", List.of())) {
      if (hash.length != InfoHash.WIRE_LENGTH) {
        return List.of();
      }
      if (hashes.size() < MAX_SCRAPE) {
        hashes.add(InfoHash.of(hash));
      }
    }
    return hashes;
  }
}
