package minibit.core.announce;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.BencodeValue;
import minibit.core.bencode.Limits;
import minibit.core.id.CompactPeers;
import minibit.core.id.InfoHash;
import minibit.core.id.IpLiteral;
import minibit.core.id.PeerAddress;

/** The client's side of announcing and scraping over HTTP (BEP 3, 7, 23, 24, 31, 48). */
public final class HttpAnnounce {
  /** More addresses than any swarm of ours would dial; the rest of an answer is not kept. */
  public static final int MAX_PEERS = 2_000;

  /** A longer text from a tracker is cut: it is shown to people. */
  static final int MAX_TEXT = 500;

  /** A longer tracker id would blow up our own requests. */
  private static final int MAX_TRACKER_ID = 256;

  private HttpAnnounce() {}

  /** The URL to fetch: the tracker's own query stays in front. */
  public static String url(TrackerUrl tracker, AnnounceRequest request) {
    StringBuilder query = new StringBuilder(300);
    query.append("info_hash=").append(PercentCodec.encode(request.hash().toBytes()));
    query.append("&peer_id=").append(PercentCodec.encode(request.peerId().toBytes()));
    query.append("&port=").append(request.port());
    query.append("&uploaded=").append(request.uploaded());
    query.append("&downloaded=").append(request.downloaded());
    query.append("&left=").append(request.left());
    query.append("&numwant=").append(request.numWant());
    query.append("&key=").append(String.format("%08x", request.key()));
    query.append("&compact=1&no_peer_id=1");
    if (request.event() != AnnounceEvent.NONE) {
      query.append("&event=").append(request.event().word());
    }
    if (!request.trackerId().isEmpty()) {
      byte[] id = request.trackerId().getBytes(StandardCharsets.ISO_8859_1);
      query.append("&trackerid=").append(PercentCodec.encode(id));
    }
    if (request.encryption().speaksEncrypted()) {
      query.append(request.encryption().speaksPlain() ? "&supportcrypto=1" : "&requirecrypto=1");
    }
    return tracker.with(query.toString());
  }

  /**
   * What an answer's body says. Keys may stand unsorted and bytes may follow, as they do in the
   * field; a failure reason wins over everything beside it.
   */
  public static AnnounceResponse decode(byte[] body) {
    Optional<BDict> answer = dictionary(body);
    if (answer.isEmpty()) {
      return new AnnounceResponse.Failed("bad-answer", "the answer is no bencoded dictionary");
    }
    Optional<String> failure = answer.get().text("failure reason");
    if (failure.isPresent()) {
      return new AnnounceResponse.Refused(cut(failure.get()), retry(answer.get()));
    }
    return accepted(answer.get());
  }

  private static Optional<BDict> dictionary(byte[] body) {
    try {
      return Bencode.decode(body, Limits.TRACKER).dict();
    } catch (BadBencode e) {
      return Optional.empty();
    }
  }

  private static AnnounceResponse.Retry retry(BDict answer) {
    long minutes = answer.integer("retry in").orElse(-1);
    String word = answer.text("retry in").orElse("");
    if (word.equals("never")) {
      return new AnnounceResponse.Retry.Never();
    }
    if (!word.isEmpty() && word.length() <= 9 && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      minutes = Long.parseLong(word);
    }
    if (minutes <= 0) {
      return new AnnounceResponse.Retry.Unsaid();
    }
    return new AnnounceResponse.Retry.After(Duration.ofMinutes(Math.min(minutes, MAX_RETRY)));
  }

  /** A day, in minutes: a tracker that wants more is asked again tomorrow. */
  private static final long MAX_RETRY = 24 * 60;

  private static AnnounceResponse accepted(BDict answer) {
    OptionalLong minimal = answer.integer("min interval");
    Set<PeerAddress> peers = new LinkedHashSet<>();
    answer.bytes("peers").ifPresent(packed -> peers.addAll(CompactPeers.decodeV4(packed)));
    answer.bytes("peers6").ifPresent(packed -> peers.addAll(CompactPeers.decodeV6(packed)));
    answer.list("peers").ifPresent(list -> addAll(peers, list));
    return new AnnounceResponse.Accepted(
        Intervals.regular(answer.integer("interval").orElse(0)),
        minimal.isPresent()
            ? Optional.of(Intervals.minimal(minimal.getAsLong()))
            : Optional.empty(),
        count(answer, "complete"),
        count(answer, "incomplete"),
        count(answer, "downloaded"),
        peers.stream().limit(MAX_PEERS).toList(),
        answer.text("warning message").map(HttpAnnounce::cut),
        answer
            .bytes("tracker id")
            .filter(id -> id.length <= MAX_TRACKER_ID)
            .map(id -> new String(id, StandardCharsets.ISO_8859_1)),
        answer
            .bytes("external ip")
            .filter(ip -> ip.length == 4 || ip.length == 16)
            .map(ip -> PeerAddress.of(ip, 1).host()));
  }

  private static void addAll(Set<PeerAddress> peers, BList list) {
    for (BencodeValue entry : list.values()) {
      if (entry instanceof BDict peer) {
        peer(peer).ifPresent(peers::add);
      }
    }
  }

  /**
   * An entry of the dictionary form. Names instead of addresses are passed over: see BEP 3's ip.
   */
  private static Optional<PeerAddress> peer(BDict entry) {
    long port = entry.integer("port").orElse(0);
    if (port < 1 || port > 65535) {
      return Optional.empty();
    }
    return entry
        .text("ip")
        .flatMap(IpLiteral::parse)
        .map(bytes -> PeerAddress.of(bytes, (int) port));
  }

  private static OptionalLong count(BDict answer, String name) {
    OptionalLong count = answer.integer(name);
    return count.isPresent() && count.getAsLong() >= 0 ? count : OptionalLong.empty();
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  /** The URL to scrape these torrents; empty where the announce URL has no scrape beside it. */
  public static Optional<String> scrapeUrl(TrackerUrl tracker, List<InfoHash> hashes) {
    List<String> names = new ArrayList<>();
    for (InfoHash hash : hashes) {
      names.add("info_hash=" + PercentCodec.encode(hash.wire().toBytes()));
    }
    String more = String.join("&", names);
    return tracker.scrape().map(url -> url + (url.indexOf('?') >= 0 ? "&" : "?") + more);
  }

  /** What a scrape's body says (BEP 48). Entries that are no torrents are passed over. */
  public static ScrapeResponse decodeScrape(byte[] body) {
    Optional<BDict> answer = dictionary(body);
    if (answer.isEmpty()) {
      return new ScrapeResponse.Failed("bad-answer", "the answer is no bencoded dictionary");
    }
    Optional<String> failure = answer.get().text("failure reason");
    if (failure.isPresent()) {
      return new ScrapeResponse.Failed("refused", cut(failure.get()));
    }
    SortedMap<InfoHash, ScrapeCounts> torrents = new TreeMap<>();
    answer
        .get()
        .dict("files")
        .orElse(BDict.EMPTY)
        .forEach(
            (key, value) -> {
              if (key.length() == InfoHash.WIRE_LENGTH && value instanceof BDict counts) {
                torrents.put(InfoHash.of(key.toBytes()), counts(counts));
              }
            });
    return new ScrapeResponse.Counts(torrents);
  }

  private static ScrapeCounts counts(BDict counts) {
    return new ScrapeCounts(
        count(counts, "complete").orElse(0),
        count(counts, "downloaded").orElse(0),
        count(counts, "incomplete").orElse(0));
  }
}
