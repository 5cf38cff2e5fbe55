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
  private final int[] copies;
  private final long[][] bits;
  private long now;
  private long digest = 0x6d696e69626974L;
  int piecesOut;
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
    this.copies = new int[plan.pieces()];
    this.peers = new Peer[plan.guests().size()];
    this.bits = new long[(plan.pieces() + Long.SIZE - 1) / Long.SIZE][peers.length];
    for (int i = 0; i < peers.length; i++) {
      Guest guest = plan.guests().get(i);
      Bitfield has = guest.spec().complete() ? full : new Bitfield(plan.pieces());
      peers[i] = new Peer(i, guest, has, plan.pieceLength());
      if (guest.spec().complete()) {
        for (long[] column : bits) {
          column[i] = -1;
        }
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

  /** Whether a peer has a piece: the bits of 64 pieces of all peers stand side by side. */
  boolean has(int peer, int piece) {
    return (bits[piece >>> 6][peer] >>> piece & 1) != 0;
  }

  /** Somebody has one piece more. */
  void gained(int peer, int piece) {
    bits[piece >>> 6][peer] |= 1L << piece;
    verified++;
    if (copies[piece]++ == 0 && ++piecesOut == copies.length) {
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
