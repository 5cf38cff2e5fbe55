package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Geometry;
import minibit.core.session.PeerKey;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import org.jspecify.annotations.NullUnmarked;

/** A few swarms wired to each other, in virtual time. Not for threads. */
@NullUnmarked
final class World {
  static final InfoHashes HASHES = InfoHashes.v1(InfoHash.ofHex("00".repeat(19) + "17"));
  static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  static final long ALL = Handshake.EXTENSIONS | Handshake.FAST;

  final Geometry geometry;
  final SplittableRandom random;
  final List<Node> nodes = new ArrayList<>();
  final Map<PeerAddress, Node> byAddress = new LinkedHashMap<>();
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
  private Instant now = BEGINNING;
  private long order;
  private long keys;
  Duration latency = Duration.ofMillis(20);

  private record Due(Instant at, long order, Runnable action) {}

  World(long seed, Geometry geometry) {
    this.random = new SplittableRandom(seed);
    this.geometry = geometry;
  }

  Instant now() {
    return now;
  }

  void at(Instant when, Runnable action) {
    queue.add(new Due(when.isBefore(now) ? now : when, order++, action));
  }

  void after(Duration delay, Runnable action) {
    at(now.plus(delay), action);
  }

  PeerKey nextKey() {
    return new PeerKey(keys++);
  }

  Node node(Bitfield have, long upRate) {
    return node(have, upRate, SwarmSettings.DEFAULTS);
  }

  Node node(Bitfield have, long upRate, SwarmSettings settings) {
    return add(new Node(this, nodes.size(), have, upRate, settings, SwarmWatch.NONE, ALL));
  }

  Node add(Node node) {
    nodes.add(node);
    byAddress.put(node.address, node);
    node.wake();
    return node;
  }

  Node seeder(long upRate) {
    return node(Bitfield.full(geometry.pieces()), upRate);
  }

  Node leecher(long upRate) {
    return node(new Bitfield(geometry.pieces()), upRate);
  }

  /** A leecher whose handshake has these reserved bytes. */
  Node leecher(long upRate, long reserved) {
    return add(
        new Node(
            this,
            nodes.size(),
            new Bitfield(geometry.pieces()),
            upRate,
            SwarmSettings.DEFAULTS,
            SwarmWatch.NONE,
            reserved));
  }

  /** Everyone learns everyone's address. */
  void introduce() {
    for (Node node : nodes) {
      List<PeerAddress> others = nodes.stream().filter(n -> n != node).map(n -> n.address).toList();
      node.tell(new SwarmEvent.PeersFound(SwarmEvent.PeerSource.TRACKER, others));
    }
  }

  void dial(Node from, PeerAddress to) {
    Node target = byAddress.get(to);
    after(
        latency,
        () -> {
          if (target == null || target.down || from.down) {
            from.tell(new SwarmEvent.ConnectFailed(to));
            return;
          }
          Node.Link ours = from.open(target, true);
          Node.Link theirs = target.open(from, false);
          ours.other = theirs;
          theirs.other = ours;
          from.tell(new SwarmEvent.Connected(ours.key, to, true, target.handshake(), false));
          target.tell(
              new SwarmEvent.Connected(
                  theirs.key,
                  from.address.withPort(20000 + (int) ours.key.number() % 40000),
                  false,
                  from.handshake(),
                  false));
        });
  }

  /** Runs everything due within this time. */
  void runFor(Duration time) {
    Instant end = now.plus(time);
    while (!queue.isEmpty() && !queue.peek().at().isAfter(end)) {
      step();
    }
    now = end;
  }

  /** Runs until everyone is finished; fails if that takes longer. */
  Duration runUntilFinished(Duration most) {
    Instant begin = now;
    Instant end = now.plus(most);
    while (!queue.isEmpty() && !queue.peek().at().isAfter(end)) {
      step();
      if (nodes.stream().allMatch(node -> node.down || node.swarm.isFinished())) {
        return Duration.between(begin, now);
      }
    }
    throw new AssertionError(
        "not finished after " + most + ": " + nodes.stream().map(Node::toString).toList());
  }

  private void step() {
    Due due = queue.poll();
    now = due.at();
    due.action().run();
  }

  Handshake handshake(Node node) {
    return new Handshake(node.reserved, HASHES.wire().getFirst(), node.id);
  }

  static PeerAddress address(int number) {
    return PeerAddress.of(new byte[] {10, 0, (byte) (number >> 8), (byte) number}, 6881);
  }

  void close(Node.Link link, CloseReason reason) {
    Node.Link other = link.other;
    link.node.forget(link, reason);
    if (other != null) {
      after(latency, () -> other.node.forget(other, CloseReason.REMOTE_CLOSED));
    }
  }
}
