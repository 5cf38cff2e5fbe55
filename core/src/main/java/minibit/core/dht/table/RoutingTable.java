package minibit.core.dht.table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/**
 * The nodes of one address family that have answered us, many of those near to us and few of those
 * far away (BEP 5). One owner; pure.
 *
 * <p>Bucket i holds nodes that share exactly i leading bits with us, the last one all that share
 * more: only the range we lie in is ever split. A full bucket lets a newcomer in for a bad node;
 * while it has questionable ones, the one silent for longest is to be asked, and the newcomer takes
 * its place if it does not answer. A host is in the table once, see {@link Hosts}. At most 160 · 8
 * nodes.
 */
public final class RoutingTable {
  /** Nodes of a bucket (BEP 5). */
  public static final int K = 8;

  /** How long a bucket may be unchanged before something in its range is looked for. */
  public static final Duration REFRESH = Duration.ofMinutes(15);

  private final NodeId own;
  private final List<Bucket> buckets = new ArrayList<>();
  private final Set<PeerAddress> hosts = new LinkedHashSet<>();

  /** Nodes of one range, and who waits for a place. */
  private static final class Bucket {
    final List<TableNode> nodes = new ArrayList<>(K);
    Optional<NodeContact> waiting = Optional.empty();
    Instant changed;

    Bucket(Instant changed) {
      this.changed = changed;
    }

    boolean isFull() {
      return nodes.size() >= K;
    }
  }

  /** A table around our own id, empty. */
  public RoutingTable(NodeId own, Instant now) {
    this.own = own;
    buckets.add(new Bucket(now));
  }

  /** The id around which it is built. */
  public NodeId own() {
    return own;
  }

  /**
   * A node answered: it enters if there is a place for it, or is good again.
   *
   * @return whom to ask whether it is still there, because the newcomer could take its place
   */
  public Optional<NodeContact> answered(NodeContact node, Instant now) {
    if (node.id().equals(own)) {
      return Optional.empty();
    }
    Bucket bucket = bucketOf(node.id());
    Optional<TableNode> known = find(bucket, node.id());
    if (known.isPresent() && known.get().contact().equals(node)) {
      known.get().answered(now);
      bucket.changed = now;
      return Optional.empty();
    }
    if (known.isPresent()) {
      if (known.get().isGood(now)) {
        // Somebody else under the id of a node that is there: the first one keeps it.
        return Optional.empty();
      }
      remove(bucket, known.get());
    }
    forgetFormerId(node);
    return hosts.contains(Hosts.key(node.address())) ? Optional.empty() : enter(node, now);
  }

  /** Who answers under another id than before, at the same address and port, has changed it. */
  private void forgetFormerId(NodeContact node) {
    if (!hosts.contains(Hosts.key(node.address()))) {
      return;
    }
    for (Bucket bucket : buckets) {
      bucket.nodes.stream()
          .filter(other -> other.contact().address().equals(node.address()))
          .findFirst()
          .ifPresent(other -> remove(bucket, other));
    }
  }

  private Optional<NodeContact> enter(NodeContact node, Instant now) {
    while (true) {
      Bucket bucket = bucketOf(node.id());
      if (bucket.isFull()) {
        bucket.nodes.stream()
            .filter(TableNode::isBad)
            .findFirst()
            .ifPresent(bad -> remove(bucket, bad));
      }
      if (!bucket.isFull()) {
        add(bucket, node, now);
        return Optional.empty();
      }
      if (bucket == buckets.getLast() && buckets.size() < NodeId.BITS) {
        split(bucket);
        continue;
      }
      Optional<TableNode> doubtful =
          bucket.nodes.stream()
              .filter(other -> !other.isGood(now))
              .min(Comparator.comparing(TableNode::heard));
      if (doubtful.isPresent()) {
        bucket.waiting = Optional.of(node);
      }
      return doubtful.map(TableNode::contact);
    }
  }

  private void split(Bucket last) {
    int shared = buckets.size();
    Bucket nearer = new Bucket(last.changed);
    for (TableNode node : List.copyOf(last.nodes)) {
      if (own.sharedBits(node.contact().id()) >= shared) {
        last.nodes.remove(node);
        nearer.nodes.add(node);
      }
    }
    last.waiting = Optional.empty();
    buckets.add(nearer);
  }

  private void add(Bucket bucket, NodeContact node, Instant now) {
    bucket.nodes.add(new TableNode(node, now));
    bucket.changed = now;
    hosts.add(Hosts.key(node.address()));
  }

  private void remove(Bucket bucket, TableNode node) {
    bucket.nodes.remove(node);
    hosts.remove(Hosts.key(node.contact().address()));
  }

  /**
   * A node did not answer in time. Bad ones go if somebody waits for the place; else they stay to
   * be tried when no others are left, for it may be our own line that is down.
   *
   * @return whom to ask next, if others are in doubt and somebody still waits
   */
  public Optional<NodeContact> failed(NodeContact node, Instant now) {
    Bucket bucket = bucketOf(node.id());
    Optional<TableNode> known =
        find(bucket, node.id()).filter(found -> found.contact().equals(node));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    known.get().failed();
    if (bucket.waiting.isEmpty()) {
      return Optional.empty();
    }
    if (!known.get().isBad()) {
      // Once more before it loses its place (BEP 5).
      return Optional.of(node);
    }
    NodeContact next = bucket.waiting.get();
    bucket.waiting = Optional.empty();
    remove(bucket, known.get());
    return hosts.contains(Hosts.key(next.address())) ? Optional.empty() : enter(next, now);
  }

  /** A node asked us something. Says whether it is in the table. */
  public boolean asked(NodeContact node, Instant now) {
    Optional<TableNode> known =
        find(bucketOf(node.id()), node.id()).filter(found -> found.contact().equals(node));
    known.ifPresent(found -> found.asked(now));
    return known.isPresent();
  }

  /** Whether a node that is not in the table might get in, if it answered. */
  public boolean hasPlaceFor(NodeContact node, Instant now) {
    if (node.id().equals(own) || hosts.contains(Hosts.key(node.address()))) {
      return false;
    }
    Bucket bucket = bucketOf(node.id());
    return !bucket.isFull()
        || bucket == buckets.getLast() && buckets.size() < NodeId.BITS
        || bucket.nodes.stream().anyMatch(other -> !other.isGood(now));
  }

  /** Whether there is a node at exactly this address. */
  public boolean hasAddress(PeerAddress address) {
    return hosts.contains(Hosts.key(address))
        && all().stream().anyMatch(node -> node.contact().address().equals(address));
  }

  /** The good nodes nearest to an id, at most {@link #K}, nearest first: what others are told. */
  public List<NodeContact> closestGood(NodeId target, Instant now) {
    return all().stream()
        .filter(node -> node.isGood(now))
        .map(TableNode::contact)
        .sorted((one, other) -> target.compareDistance(one.id(), other.id()))
        .limit(K)
        .toList();
  }

  /** Where a lookup of ours begins: the nearest of those that are not bad; if all are, of all. */
  public List<NodeContact> closest(NodeId target) {
    List<TableNode> usable = all().stream().filter(node -> !node.isBad()).toList();
    List<TableNode> begin = usable.isEmpty() ? all() : usable;
    return begin.stream()
        .map(TableNode::contact)
        .sorted((one, other) -> target.compareDistance(one.id(), other.id()))
        .limit(K)
        .toList();
  }

  /** All nodes that are not bad, those that answered last first: what is kept over a restart. */
  public List<NodeContact> contacts() {
    return all().stream()
        .filter(node -> !node.isBad())
        .sorted(Comparator.comparing(TableNode::answered, Comparator.reverseOrder()))
        .map(TableNode::contact)
        .toList();
  }

  private List<TableNode> all() {
    List<TableNode> nodes = new ArrayList<>();
    buckets.forEach(bucket -> nodes.addAll(bucket.nodes));
    return nodes;
  }

  /** Number of nodes. */
  public int size() {
    return hosts.size();
  }

  /** Number of good nodes. */
  public int good(Instant now) {
    return (int) all().stream().filter(node -> node.isGood(now)).count();
  }

  /** Number of buckets. */
  public int buckets() {
    return buckets.size();
  }

  /** When a bucket must be refreshed at the latest; far in the future for an empty table. */
  public Instant refreshDue() {
    return hosts.isEmpty()
        ? Instant.MAX
        : buckets.stream()
            .map(bucket -> bucket.changed.plus(REFRESH))
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
  }

  /** An id to look for in the range that was left alone longest; it counts as refreshed. */
  public NodeId refresh(Instant now, RandomGenerator random) {
    int oldest = 0;
    for (int i = 1; i < buckets.size(); i++) {
      if (buckets.get(i).changed.isBefore(buckets.get(oldest).changed)) {
        oldest = i;
      }
    }
    buckets.get(oldest).changed = now;
    return oldest == buckets.size() - 1
        ? own.randomBeyond(oldest, random)
        : own.randomAside(oldest, random);
  }

  private Bucket bucketOf(NodeId id) {
    return buckets.get(Math.min(own.sharedBits(id), buckets.size() - 1));
  }

  private static Optional<TableNode> find(Bucket bucket, NodeId id) {
    return bucket.nodes.stream().filter(node -> node.contact().id().equals(id)).findFirst();
  }
}
