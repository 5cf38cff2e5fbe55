package minibit.sim.pieces;

import java.util.Arrays;
import minibit.core.piece.Bitfield;

/**
 * Who has what, for all peers: a row of bits each, side by side, so that a look at a neighbour
 * costs one look at memory; and how many have each piece.
 */
final class Having {
  private final int pieces;
  private final int width;
  private final long[] rows;
  private final boolean[] whole;
  private final int[] copies;
  private int out;

  Having(int peers, int pieces) {
    this.pieces = pieces;
    this.width = (pieces + Long.SIZE - 1) / Long.SIZE;
    this.rows = new long[Math.multiplyExact(peers + 1, width)];
    this.whole = new boolean[peers];
    this.copies = new int[pieces];
  }

  /** Numbers of 64 bits in a row. */
  int width() {
    return width;
  }

  /** Where a peer's row begins. */
  int row(int peer) {
    return peer * width;
  }

  /** Every peer's row, and a spare one. */
  long[] rows() {
    return rows;
  }

  /** Writes a set into the spare row. Gives where that begins. */
  int spare(Bitfield set) {
    int start = row(whole.length);
    for (int word = 0; word < width; word++) {
      rows[start + word] = set.word(word);
    }
    return start;
  }

  boolean has(int peer, int piece) {
    return (rows[row(peer) + (piece >>> 6)] >>> piece & 1) != 0;
  }

  /** Whether a peer has everything. */
  boolean isWhole(int peer) {
    return whole[peer];
  }

  /** A peer came with everything: its copy does not count as one that was fetched. */
  void cameWhole(int peer) {
    whole[peer] = true;
    Arrays.fill(rows, row(peer), row(peer) + width, -1L);
    if (pieces % Long.SIZE != 0) {
      rows[row(peer) + width - 1] = (1L << pieces % Long.SIZE) - 1;
    }
  }

  void whole(int peer) {
    whole[peer] = true;
  }

  /** A peer has one piece more. Says whether that was the last one nobody had fetched. */
  boolean gained(int peer, int piece) {
    rows[row(peer) + (piece >>> 6)] |= 1L << piece;
    return copies[piece]++ == 0 && ++out == pieces;
  }

  /** Whether one has anything that the other lacks. */
  boolean hasMore(int one, int other) {
    if (whole[other]) {
      return false;
    }
    int there = row(other);
    for (int here = row(one); here < row(one) + width; here++) {
      if ((rows[here] & ~rows[there++]) != 0) {
        return true;
      }
    }
    return false;
  }
}
