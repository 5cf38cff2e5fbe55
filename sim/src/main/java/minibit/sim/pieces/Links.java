package minibit.sim.pieces;

import java.util.Arrays;

/**
 * Who is whose neighbour, and what each keeps of the other, for all peers at once. A link has two
 * ends; an end is a number, {@code peer * MOST + place}, and knows its mirror, the other end. What
 * is asked for all the time stands in one long number an end, the rest in columns: {@value #BYTES}
 * bytes an end. A neighbour's place changes when others leave.
 */
final class Links {
  /** The most neighbours: as many as a production swarm takes by default. */
  static final int MOST = 80;

  /** Bytes of an end in all columns together. */
  static final int BYTES = 8 + 4 + 4 + 7 * 2;

  static final int NONE = -1;

  // An end, from the lowest bit: number of the neighbour (20), our place there (7), pieces we asked
  // it for that are not here (2), the four marks below, and the piece it waits for, plus one (16).
  private static final int OTHER = (1 << 20) - 1;
  private static final int BACK_AT = 20;
  private static final long BACK = 0x7fL << BACK_AT;
  private static final int OPEN_AT = 27;
  private static final long OPEN = 3L << OPEN_AT;
  private static final long GIVES = 1L << 29;
  private static final long TAKES = 1L << 30;
  private static final long HUNGRY = 1L << 31;
  private static final int ASKED_AT = 32;
  private static final long ASKED = 0xffffL << ASKED_AT;

  // Pieces that a neighbour gave and got: in all, by the last round, by the round before; and got
  // when its turn began.
  private static final int TAKEN = 0;
  private static final int TAKEN_BY_ROUND = 1;
  private static final int TAKEN_BEFORE = 2;
  private static final int GIVEN = 3;
  private static final int GIVEN_BY_ROUND = 4;
  private static final int GIVEN_BEFORE = 5;
  private static final int GIVEN_BY_TURN = 6;
  private static final int COUNTS = 7;

  private final byte[] sizes;
  private final long[] ends;
  private final float[] servedSince;
  private final float[] knownSince;
  private final short[] counts;

  Links(int peers) {
    sizes = new byte[peers];
    ends = new long[peers * MOST];
    servedSince = new float[peers * MOST];
    knownSince = new float[peers * MOST];
    counts = new short[peers * MOST * COUNTS];
  }

  /** How many neighbours a peer has. */
  int size(int peer) {
    return sizes[peer];
  }

  boolean isFull(int peer) {
    return sizes[peer] == MOST;
  }

  /** The first end of a peer. */
  static int first(int peer) {
    return peer * MOST;
  }

  /** The end after the last of a peer. */
  int beyond(int peer) {
    return peer * MOST + sizes[peer];
  }

  /** Number of the neighbour at the far side. */
  int other(int end) {
    return (int) ends[end] & OTHER;
  }

  /** The same link seen by the neighbour. */
  int mirror(int end) {
    long bits = ends[end];
    return ((int) bits & OTHER) * MOST + (int) ((bits & BACK) >>> BACK_AT);
  }

  /** The peer's end to the neighbour of this number, or {@link #NONE}. */
  int find(int peer, int number) {
    for (int end = first(peer); end < beyond(peer); end++) {
      if (other(end) == number) {
        return end;
      }
    }
    return NONE;
  }

  /** Makes two peers neighbours. Gives the end of the first; that of the second is its mirror. */
  int join(int one, int two, float now) {
    int there = sizes[two];
    int end = add(one, two, there, now);
    add(two, one, sizes[one] - 1, now);
    return end;
  }

  private int add(int peer, int other, int back, float now) {
    int end = beyond(peer);
    sizes[peer]++;
    ends[end] = other | (long) back << BACK_AT;
    servedSince[end] = 0;
    knownSince[end] = now;
    Arrays.fill(counts, end * COUNTS, (end + 1) * COUNTS, (short) 0);
    return end;
  }

  /** Ends a link. The last neighbour of each side takes the free place. */
  void part(int end) {
    int there = mirror(end);
    remove(end);
    remove(there);
  }

  private void remove(int end) {
    int peer = end / MOST;
    int last = beyond(peer) - 1;
    sizes[peer]--;
    if (end == last) {
      return;
    }
    ends[end] = ends[last];
    servedSince[end] = servedSince[last];
    knownSince[end] = knownSince[last];
    System.arraycopy(counts, last * COUNTS, counts, end * COUNTS, COUNTS);
    int moved = mirror(end);
    ends[moved] = ends[moved] & ~BACK | (long) (end - first(peer)) << BACK_AT;
  }

  /** Whether we serve the neighbour. */
  boolean isServed(int end) {
    return (ends[end] & GIVES) != 0;
  }

  /** Whether the neighbour serves us. */
  boolean isServing(int end) {
    return (ends[end] & TAKES) != 0;
  }

  /** Whether a neighbour that we serve wants something of us. */
  boolean isHungry(int end) {
    return (ends[end] & HUNGRY) != 0;
  }

  /** We serve the neighbour from now on, on both sides. */
  void serve(int end, float now) {
    ends[end] |= GIVES;
    ends[mirror(end)] |= TAKES;
    servedSince[end] = now;
    counts[end * COUNTS + GIVEN_BY_TURN] = counts[end * COUNTS + GIVEN];
  }

  /** We serve it no more, on both sides. */
  void choke(int end) {
    ends[end] &= ~(GIVES | HUNGRY);
    ends[mirror(end)] &= ~TAKES;
  }

  void hungry(int end, boolean is) {
    ends[end] = is ? ends[end] | HUNGRY : ends[end] & ~HUNGRY;
  }

  /** The piece that the neighbour waits for, or {@link #NONE}. */
  int asked(int end) {
    return (int) ((ends[end] & ASKED) >>> ASKED_AT) - 1;
  }

  void ask(int end, int piece) {
    ends[end] = ends[end] & ~ASKED | (long) (piece + 1) << ASKED_AT;
  }

  /** Pieces we asked the neighbour for that are not here. */
  int open(int end) {
    return (int) ((ends[end] & OPEN) >>> OPEN_AT);
  }

  void open(int end, int pieces) {
    ends[end] = ends[end] & ~OPEN | (long) pieces << OPEN_AT;
  }

  /** Seconds since when we serve it, if we do. */
  float servedSince(int end) {
    return servedSince[end];
  }

  /** Seconds since when we know it. */
  float knownSince(int end) {
    return knownSince[end];
  }

  /** A piece came from the neighbour: counted on both sides. */
  void moved(int end) {
    counts[end * COUNTS + TAKEN]++;
    counts[mirror(end) * COUNTS + GIVEN]++;
  }

  int taken(int end) {
    return counts[end * COUNTS + TAKEN];
  }

  int given(int end) {
    return counts[end * COUNTS + GIVEN];
  }

  int givenThisTurn(int end) {
    return counts[end * COUNTS + GIVEN] - counts[end * COUNTS + GIVEN_BY_TURN];
  }

  /** Since the round before the last. */
  int takenLately(int end) {
    return counts[end * COUNTS + TAKEN] - counts[end * COUNTS + TAKEN_BEFORE];
  }

  /** Since the round before the last. */
  int givenLately(int end) {
    return counts[end * COUNTS + GIVEN] - counts[end * COUNTS + GIVEN_BEFORE];
  }

  /** A round of this peer is over. */
  void nextRound(int peer) {
    for (int end = first(peer); end < beyond(peer); end++) {
      int at = end * COUNTS;
      counts[at + TAKEN_BEFORE] = counts[at + TAKEN_BY_ROUND];
      counts[at + TAKEN_BY_ROUND] = counts[at + TAKEN];
      counts[at + GIVEN_BEFORE] = counts[at + GIVEN_BY_ROUND];
      counts[at + GIVEN_BY_ROUND] = counts[at + GIVEN];
    }
  }
}
