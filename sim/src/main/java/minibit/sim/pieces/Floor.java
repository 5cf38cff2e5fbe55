package minibit.sim.pieces;

import java.time.Instant;
import java.util.SplittableRandom;
import minibit.core.piece.Bitfield;
import minibit.sim.plan.Guest;
import minibit.sim.plan.Plan;
import minibit.sim.world.Borders;

/** What all parts of the engine share: time, peers, chance, and the books. */
final class Floor {
  static final int ARRIVE = 0;
  static final int ROUND = 1;
  static final int SENT = 2;
  static final int CAME = 3;
  static final int LEAVE = 4;
  static final int SAMPLE = 5;

  private static final double SECOND = 1e9;

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  final Plan plan;
  final Rules rules;
  final Agenda agenda = new Agenda();
  final Borders borders;
  final Bitfield full;
  final Peer[] peers;
  final SplittableRandom random;
  final Links links;
  final Having having;
  private long now;
  private long digest = 0x6d696e69626974L;
  double firstCopy = -1;
  int completed;
  long verified;
  long duplicate;
  long messages;

  Floor(Plan plan, Rules rules, SplittableRandom random) {
    this.plan = plan;
    this.rules = rules;
    this.random = random;
    this.borders = new Borders(plan.around());
    this.full = Bitfield.full(plan.pieces());
    this.peers = new Peer[plan.guests().size()];
    this.links = new Links(peers.length);
    this.having = new Having(peers.length, plan.pieces());
    for (int i = 0; i < peers.length; i++) {
      Guest guest = plan.guests().get(i);
      Bitfield has = guest.spec().complete() ? full : new Bitfield(plan.pieces());
      peers[i] = new Peer(i, guest, has, plan.pieceLength());
      if (guest.spec().complete()) {
        having.cameWhole(i);
      }
    }
  }

  long now() {
    return now;
  }

  void now(long nanos) {
    now = nanos;
  }

  double seconds() {
    return now / SECOND;
  }

  Instant instant() {
    return BEGINNING.plusNanos(now);
  }

  Instant instant(double seconds) {
    return BEGINNING.plusNanos((long) (seconds * SECOND));
  }

  void after(double seconds, int kind, int peer) {
    agenda.at(now + (long) (seconds * SECOND), kind, peer, 0, 0);
  }

  /** One way between two peers. */
  static long oneWay(Peer from, Peer to) {
    return from.guest.spec().latency().toNanos() + to.guest.spec().latency().toNanos();
  }

  /** What this peer knows the other to have. */
  Bitfield seenBy(Peer viewer, Peer other) {
    return other.shown == null ? other.has : other.shown.to(viewer.number);
  }

  /** Whether the other has anything, as far as it shows, that the viewer lacks. */
  boolean wants(Peer viewer, Peer other) {
    return other.shown == null
        ? having.hasMore(other.number, viewer.number)
        : !viewer.isWhole() && other.shown.to(viewer.number).hasMoreThan(viewer.has);
  }

  /** Somebody has one piece more. */
  void gained(int peer, int piece) {
    verified++;
    if (having.gained(peer, piece)) {
      firstCopy = seconds();
    }
  }

  void mix(long a, long b, long c) {
    mix(now);
    mix(a << 40 ^ b << 20 ^ c);
  }

  private void mix(long value) {
    digest = Long.rotateLeft(digest ^ value, 23) * 0x9e3779b97f4a7c15L + 1;
  }

  long digest() {
    return digest;
  }
}
