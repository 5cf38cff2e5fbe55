package minibit.core.dht;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import minibit.core.dht.krpc.KrpcQuery;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.dht.table.Hosts;
import minibit.core.dht.table.RoutingTable;
import minibit.core.dht.table.SecureIds;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/**
 * Asks nodes nearer and nearer to an id until the K nearest have answered (BEP 5). One owner.
 *
 * <p>Three questions are open at one time; one that takes longer than a second no longer counts, so
 * that dead nodes do not hold the others up. A host is asked once. Nodes whose id does not go with
 * their address are asked as well, but are not among the K, nor is anything announced to them (BEP
 * 42).
 */
final class Lookup {
  /** Questions open at one time. */
  static final int ALPHA = 3;

  /** When a question no longer keeps others from being asked. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /** Questions of one lookup: three times what a network of millions takes. */
  static final int MAX_ASKED = 100;

  /** Nodes kept in mind; those farthest away are forgotten. */
  static final int MAX_KNOWN = 200;

  /** Peers taken of one lookup: more than a swarm connects to. */
  static final int MAX_PEERS = 1000;

  private final NodeId own;
  private final NodeId target;
  private final Optional<InfoHash> hash;
  private final KrpcQuery question;
  private final SortedMap<NodeId, Entry> known;
  private final Set<PeerAddress> hosts = new LinkedHashSet<>();
  private final Set<PeerAddress> peers = new LinkedHashSet<>();
  private int asked;

  private sealed interface State {
    record Fresh() implements State {}

    record Asked(Instant at) implements State {}

    record Answered(Optional<byte[]> token) implements State {}

    record Failed() implements State {}
  }

  private static final class Entry {
    final NodeContact node;
    State state = new State.Fresh();

    Entry(NodeContact node) {
      this.node = node;
    }

    boolean counts() {
      return state instanceof State.Answered && SecureIds.fits(node);
    }
  }

  /** Who answered, and what it takes to announce there. */
  record Keeper(NodeContact node, byte[] token) {}

  private Lookup(NodeId own, NodeId target, Optional<InfoHash> hash, KrpcQuery question) {
    this.own = own;
    this.target = target;
    this.hash = hash;
    this.question = question;
    this.known = new TreeMap<>(target::compareDistance);
  }

  /** Looks for nodes. */
  static Lookup ofNode(NodeId own, NodeId target) {
    return new Lookup(
        own, target, Optional.empty(), new KrpcQuery.FindNode(target, KrpcQuery.Want.UNSAID));
  }

  /**
   * Looks for peers.
   *
   * @param noSeeds whether those that have everything are of no use to us (BEP 33)
   */
  static Lookup ofPeers(NodeId own, InfoHash hash, boolean noSeeds) {
    return new Lookup(
        own,
        NodeId.of(hash),
        Optional.of(hash),
        new KrpcQuery.GetPeers(hash, KrpcQuery.Want.UNSAID, noSeeds, false));
  }

  /** What each node is asked. */
  KrpcQuery question() {
    return question;
  }

  NodeId target() {
    return target;
  }

  /** The torrent, if peers are looked for. */
  Optional<InfoHash> hash() {
    return hash;
  }

  /** There are these nodes. */
  void heard(List<NodeContact> nodes) {
    for (NodeContact node : nodes) {
      if (node.id().equals(own) || known.containsKey(node.id())) {
        continue;
      }
      if (hosts.add(Hosts.key(node.address()))) {
        known.put(node.id(), new Entry(node));
      }
    }
    while (known.size() > MAX_KNOWN) {
      known.remove(known.lastKey());
    }
  }

  /** Whom to ask now, if anybody; it counts as asked. */
  Optional<NodeContact> next(Instant now) {
    if (asked >= MAX_ASKED || inFlight(now) >= ALPHA) {
      return Optional.empty();
    }
    Optional<Entry> next = nearestFresh();
    next.ifPresent(
        entry -> {
          entry.state = new State.Asked(now);
          asked++;
        });
    return next.map(entry -> entry.node);
  }

  private Optional<Entry> nearestFresh() {
    int answered = 0;
    for (Entry entry : known.values()) {
      if (entry.state instanceof State.Fresh) {
        return Optional.of(entry);
      }
      if (entry.counts() && ++answered == RoutingTable.K) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private int inFlight(Instant now) {
    int open = 0;
    for (Entry entry : known.values()) {
      if (entry.state instanceof State.Asked(Instant at) && now.isBefore(at.plus(SLOW))) {
        open++;
      }
    }
    return open;
  }

  void answered(NodeContact node, Optional<byte[]> token) {
    Entry entry = known.get(node.id());
    if (entry != null && entry.state instanceof State.Asked) {
      entry.state = new State.Answered(token);
    }
  }

  void failed(NodeContact node) {
    Entry entry = known.get(node.id());
    if (entry != null && entry.state instanceof State.Asked) {
      entry.state = new State.Failed();
    }
  }

  /** Peers were named; gives those not named before in this lookup. */
  List<PeerAddress> found(List<PeerAddress> more) {
    List<PeerAddress> fresh = new ArrayList<>();
    for (PeerAddress peer : more) {
      if (peers.size() < MAX_PEERS && peers.add(peer)) {
        fresh.add(peer);
      }
    }
    return fresh;
  }

  /** Peers named so far. */
  int peers() {
    return peers.size();
  }

  /** Whether nobody is left to be asked, and no answer that matters is awaited. */
  boolean isDone() {
    if (asked < MAX_ASKED && nearestFresh().isPresent()) {
      return false;
    }
    int answered = 0;
    for (Entry entry : known.values()) {
      if (entry.state instanceof State.Asked) {
        return false;
      }
      if (entry.counts() && ++answered == RoutingTable.K) {
        return true;
      }
    }
    return true;
  }

  /** When a question becomes slow; far in the future if none does. */
  Instant deadline(Instant now) {
    Instant due = Instant.MAX;
    for (Entry entry : known.values()) {
      if (entry.state instanceof State.Asked(Instant at)) {
        Instant slow = at.plus(SLOW);
        if (now.isBefore(slow) && slow.isBefore(due)) {
          due = slow;
        }
      }
    }
    return due;
  }

  /** Nodes that answered. */
  int answers() {
    return (int)
        known.values().stream().filter(entry -> entry.state instanceof State.Answered).count();
  }

  /** The K nearest that answered with a token and may be trusted to keep something. */
  List<Keeper> keepers() {
    List<Keeper> keepers = new ArrayList<>();
    for (Entry entry : known.values()) {
      if (keepers.size() < RoutingTable.K
          && entry.counts()
          && entry.state instanceof State.Answered(Optional<byte[]> token)) {
        token.ifPresent(value -> keepers.add(new Keeper(entry.node, value)));
      }
    }
    return keepers;
  }
}
