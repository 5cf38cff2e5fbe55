package minibit.core.dht.krpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BInt;
import minibit.core.bencode.BList;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.BencodeValue;
import minibit.core.bencode.Limits;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/**
 * Datagrams to messages and back (BEP 5). Takes keys in any order and passes over those it does not
 * know; a field of the wrong type or length counts as missing, a list of nodes of the wrong length
 * as empty. Stateless.
 */
public final class KrpcCodec {
  /** The largest datagram we send (BEP 32). */
  public static final int MAX_SENT = 1024;

  /** The largest we read: others send more nodes and peers than they should. */
  public static final int MAX_READ = 4096;

  /** Bytes of a transaction that we echo: nobody needs more than four. */
  public static final int MAX_TRANSACTION = 32;

  /** Bytes of a token that we keep for an answer: 20 are usual. */
  public static final int MAX_TOKEN = 64;

  /** Nodes taken of one list: K is 8, some send twice as many. */
  private static final int MAX_NODES = 32;

  /** Peers taken of one answer: what fits the largest datagram we read. */
  private static final int MAX_VALUES = 500;

  /** Torrents taken of one sample. */
  private static final int MAX_SAMPLES = 200;

  private static final int MAX_INTERVAL = 21_600;
  private static final int MAX_TEXT = 200;

  /** Two letters as other clients know us by, and the version 0.1. */
  private static final byte[] VERSION = {'M', 'B', 0, 1};

  /** Nothing in a message nests further than values in {@code r}. */
  private static final Limits LIMITS = new Limits(MAX_READ, 5, 2000);

  private KrpcCodec() {}

  /** What a datagram says; empty if it is no message, and then it deserves no answer. */
  public static Optional<KrpcMessage> decode(byte[] packet) {
    try {
      return Bencode.decode(packet, LIMITS).dict().flatMap(KrpcCodec::message);
    } catch (BadBencode e) {
      return Optional.empty();
    }
  }

  private static Optional<KrpcMessage> message(BDict top) {
    Optional<byte[]> transaction =
        top.bytes("t").filter(t -> t.length > 0 && t.length <= MAX_TRANSACTION);
    Optional<BBytes> kind = top.string("y");
    if (transaction.isEmpty() || kind.isEmpty()) {
      return Optional.empty();
    }
    byte[] t = transaction.get();
    if (kind.get().is("q")) {
      return query(t, top);
    }
    if (kind.get().is("r")) {
      return top.dict("r").flatMap(r -> response(t, top, r));
    }
    return kind.get().is("e") ? Optional.of(error(t, top)) : Optional.empty();
  }

  private static Optional<KrpcMessage> query(byte[] t, BDict top) {
    Optional<String> method = top.text("q");
    Optional<BDict> arguments = top.dict("a");
    Optional<NodeId> id = arguments.flatMap(a -> id(a, "id"));
    if (method.isEmpty() || arguments.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    boolean readOnly = isOne(top, "ro");
    KrpcQuery query = query(method.get(), arguments.get());
    return Optional.of(new KrpcMessage.Query(t, id.get(), readOnly, query));
  }

  private static KrpcQuery query(String method, BDict a) {
    return switch (method) {
      case "ping" -> new KrpcQuery.Ping();
      case "find_node" ->
          id(a, "target")
              .<KrpcQuery>map(target -> new KrpcQuery.FindNode(target, want(a)))
              .orElseGet(() -> new KrpcQuery.Malformed("target"));
      case "get_peers" ->
          hash(a)
              .<KrpcQuery>map(
                  hash ->
                      new KrpcQuery.GetPeers(hash, want(a), isOne(a, "noseed"), isOne(a, "scrape")))
              .orElseGet(() -> new KrpcQuery.Malformed("info_hash"));
      case "announce_peer" -> announce(a);
      case "sample_infohashes" ->
          id(a, "target")
              .<KrpcQuery>map(target -> new KrpcQuery.SampleInfohashes(target, want(a)))
              .orElseGet(() -> new KrpcQuery.Malformed("target"));
      default -> new KrpcQuery.Unknown(cut(method));
    };
  }

  private static KrpcQuery announce(BDict a) {
    Optional<InfoHash> hash = hash(a);
    Optional<byte[]> token = a.bytes("token").filter(bytes -> bytes.length <= MAX_TOKEN);
    boolean implied = a.integer("implied_port").orElse(0) != 0;
    OptionalLong port = a.integer("port");
    boolean fits = port.isPresent() && port.getAsLong() > 0 && port.getAsLong() <= 0xffff;
    if (hash.isEmpty() || token.isEmpty() || !fits && !implied) {
      return new KrpcQuery.Malformed(
          hash.isEmpty() ? "info_hash" : token.isEmpty() ? "token" : "port");
    }
    return new KrpcQuery.AnnouncePeer(
        hash.get(), fits ? (int) port.getAsLong() : 0, implied, token.get(), isOne(a, "seed"));
  }

  private static KrpcQuery.Want want(BDict a) {
    List<BencodeValue> said = a.list("want").map(BList::values).orElse(List.of());
    boolean v4 = said.stream().anyMatch(one -> one instanceof BBytes text && text.is("n4"));
    boolean v6 = said.stream().anyMatch(one -> one instanceof BBytes text && text.is("n6"));
    return new KrpcQuery.Want(v4, v6);
  }

  private static Optional<KrpcMessage> response(byte[] t, BDict top, BDict r) {
    return id(r, "id")
        .map(
            id ->
                new KrpcMessage.Response(
                    t,
                    id,
                    nodes(r, "nodes", false),
                    nodes(r, "nodes6", true),
                    values(r),
                    r.bytes("token").filter(bytes -> bytes.length <= MAX_TOKEN),
                    top.bytes("ip").flatMap(NodeContact::address),
                    scrape(r),
                    sample(r)));
  }

  private static List<NodeContact> nodes(BDict r, String key, boolean ipv6) {
    return r.bytes(key)
        .map(packed -> NodeContact.unpack(packed, ipv6, MAX_NODES))
        .orElse(List.of());
  }

  /** Both families in one list, whatever the packet came by (BEP 32). */
  private static List<PeerAddress> values(BDict r) {
    List<PeerAddress> peers = new ArrayList<>();
    for (BencodeValue value : r.list("values").map(BList::values).orElse(List.of())) {
      if (peers.size() < MAX_VALUES && value instanceof BBytes packed) {
        NodeContact.address(packed.toBytes()).ifPresent(peers::add);
      }
    }
    return peers;
  }

  private static Optional<KrpcMessage.Scrape> scrape(BDict r) {
    Optional<CountingFilter> seeds = filter(r, "BFsd");
    Optional<CountingFilter> peers = filter(r, "BFpe");
    return seeds.isPresent() && peers.isPresent()
        ? Optional.of(new KrpcMessage.Scrape(seeds.get(), peers.get()))
        : Optional.empty();
  }

  private static Optional<CountingFilter> filter(BDict r, String key) {
    return r.bytes(key)
        .filter(bytes -> bytes.length == CountingFilter.LENGTH)
        .map(CountingFilter::of);
  }

  private static Optional<KrpcMessage.Sample> sample(BDict r) {
    return r.bytes("samples")
        .filter(packed -> packed.length % InfoHash.WIRE_LENGTH == 0)
        .map(
            packed -> {
              List<InfoHash> hashes = new ArrayList<>();
              for (int at = 0; at < packed.length && hashes.size() < MAX_SAMPLES; at += 20) {
                hashes.add(InfoHash.of(Arrays.copyOfRange(packed, at, at + 20)));
              }
              long total = Math.clamp(r.integer("num").orElse(0), 0, Integer.MAX_VALUE);
              long interval = Math.clamp(r.integer("interval").orElse(0), 0, MAX_INTERVAL);
              return new KrpcMessage.Sample(hashes, (int) total, (int) interval);
            });
  }

  private static KrpcMessage error(byte[] t, BDict top) {
    List<BencodeValue> said = top.list("e").map(BList::values).orElse(List.of());
    int code = 201;
    String text = "";
    for (BencodeValue one : said) {
      if (one instanceof BInt(long number)) {
        code = (int) Math.clamp(number, 0, 999);
      } else if (one instanceof BBytes bytes) {
        text = cut(bytes.text());
      }
    }
    return new KrpcMessage.Error(t, code, text, top.bytes("ip").flatMap(NodeContact::address));
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  private static Optional<NodeId> id(BDict dict, String key) {
    return dict.bytes(key).filter(bytes -> bytes.length == NodeId.LENGTH).map(NodeId::of);
  }

  private static Optional<InfoHash> hash(BDict a) {
    return a.bytes("info_hash")
        .filter(bytes -> bytes.length == InfoHash.WIRE_LENGTH)
        .map(InfoHash::of);
  }

  private static boolean isOne(BDict dict, String key) {
    return dict.integer(key).orElse(0) == 1;
  }

  /** The datagram of a message. */
  public static byte[] encode(KrpcMessage message) {
    BDict.Builder top = BDict.builder().put("t", message.transaction()).put("v", VERSION);
    switch (message) {
      case KrpcMessage.Query query -> put(query, top);
      case KrpcMessage.Response response -> {
        top.put("y", "r").put("r", results(response));
        response.yourAddress().ifPresent(at -> top.put("ip", NodeContact.pack(at)));
      }
      case KrpcMessage.Error(byte[] _, int code, String text, Optional<PeerAddress> at) -> {
        top.put("y", "e").put("e", BList.of(List.of(new BInt(code), BBytes.of(text))));
        at.ifPresent(address -> top.put("ip", NodeContact.pack(address)));
      }
    }
    return Bencode.encode(top.build());
  }

  private static void put(KrpcMessage.Query query, BDict.Builder top) {
    BDict.Builder a = BDict.builder().put("id", query.id().toBytes());
    String method =
        switch (query.query()) {
          case KrpcQuery.Ping() -> "ping";
          case KrpcQuery.FindNode(NodeId target, KrpcQuery.Want want) -> {
            a.put("target", target.toBytes());
            putWant(want, a);
            yield "find_node";
          }
          case KrpcQuery.GetPeers(InfoHash hash, var want, boolean noSeeds, boolean scrape) -> {
            a.put("info_hash", hash.toBytes());
            putWant(want, a);
            putFlag("noseed", noSeeds, a);
            putFlag("scrape", scrape, a);
            yield "get_peers";
          }
          case KrpcQuery.AnnouncePeer(
                  InfoHash hash,
                  int port,
                  boolean implied,
                  byte[] token,
                  boolean seed) -> {
            a.put("info_hash", hash.toBytes()).put("port", port).put("token", token);
            a.put("implied_port", implied ? 1 : 0);
            putFlag("seed", seed, a);
            yield "announce_peer";
          }
          case KrpcQuery.SampleInfohashes(NodeId target, KrpcQuery.Want want) -> {
            a.put("target", target.toBytes());
            putWant(want, a);
            yield "sample_infohashes";
          }
          case KrpcQuery.Unknown(String name) -> name;
          case KrpcQuery.Malformed _ ->
              throw new IllegalArgumentException("only others send malformed questions");
        };
    top.put("y", "q").put("q", method).put("a", a.build());
    putFlag("ro", query.readOnly(), top);
  }

  private static void putWant(KrpcQuery.Want want, BDict.Builder a) {
    List<BBytes> families = new ArrayList<>();
    if (want.v4()) {
      families.add(BBytes.of("n4"));
    }
    if (want.v6()) {
      families.add(BBytes.of("n6"));
    }
    if (!families.isEmpty()) {
      a.put("want", BList.of(families));
    }
  }

  private static void putFlag(String key, boolean on, BDict.Builder dict) {
    if (on) {
      dict.put(key, 1);
    }
  }

  private static BDict results(KrpcMessage.Response response) {
    BDict.Builder r = BDict.builder().put("id", response.id().toBytes());
    if (!response.nodes().isEmpty()) {
      r.put("nodes", NodeContact.pack(response.nodes(), false));
    }
    if (!response.nodes6().isEmpty()) {
      r.put("nodes6", NodeContact.pack(response.nodes6(), true));
    }
    if (!response.values().isEmpty()) {
      r.put(
          "values",
          BList.of(response.values().stream().map(at -> BBytes.of(NodeContact.pack(at))).toList()));
    }
    response.token().ifPresent(token -> r.put("token", token));
    response
        .scrape()
        .ifPresent(
            filters ->
                r.put("BFsd", filters.seeds().toBytes()).put("BFpe", filters.peers().toBytes()));
    response
        .sample()
        .ifPresent(
            sample -> {
              byte[] packed = new byte[sample.hashes().size() * InfoHash.WIRE_LENGTH];
              for (int i = 0; i < sample.hashes().size(); i++) {
                System.arraycopy(sample.hashes().get(i).toBytes(), 0, packed, i * 20, 20);
              }
              r.put("samples", packed)
                  .put("num", sample.total())
                  .put("interval", sample.interval());
            });
    return r.build();
  }
}
