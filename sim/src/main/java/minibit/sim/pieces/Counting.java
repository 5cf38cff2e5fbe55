package minibit.sim.pieces;

import java.util.SplittableRandom;
import minibit.core.picker.Census;
import minibit.core.piece.Bitfield;

/**
 * Counts who has what among a peer's neighbours, 64 pieces at once: their rows are added up in
 * seven numbers, which hold the binary digits of 64 sums. To count when a piece is to be chosen
 * costs a small part of what it costs to enter every neighbour's every piece in a book. Complete
 * neighbours have everything and are left out. Shared by all peers; one thread.
 */
final class Counting {
  /** Binary digits of the largest sum, {@link Links#MOST}. */
  private static final int DIGITS = 7;

  /** Rows added up in one go. */
  private static final int STEP = 8;

  private final Floor floor;
  private final long[] rows;
  private final int[] starts = new int[Links.MOST];
  private final long[] mask;
  private final long[] digits;

  Counting(Floor floor) {
    this.floor = floor;
    this.rows = floor.having.rows();
    this.mask = new long[floor.having.width()];
    this.digits = new long[DIGITS * mask.length];
  }

  /** What one peer is told. */
  record View(Counting counting, Peer peer, SplittableRandom random) implements Census {
    @Override
    public int availability(int piece) {
      return counting.availability(peer, piece);
    }

    @Override
    public int rarest(Bitfield pickable, Bitfield has) {
      return counting.rarest(peer, pickable, has, random);
    }
  }

  private int availability(Peer peer, int piece) {
    int sum = 0;
    Links links = floor.links;
    for (int end = Links.first(peer.number); end < links.beyond(peer.number); end++) {
      sum += floor.seenBy(peer, floor.peers[links.other(end)]).get(piece) ? 1 : 0;
    }
    return sum;
  }

  private int rarest(Peer peer, Bitfield pickable, Bitfield has, SplittableRandom random) {
    int candidates = 0;
    for (int word = 0; word < mask.length; word++) {
      mask[word] = pickable.word(word) & has.word(word);
      candidates += Long.bitCount(mask[word]);
    }
    if (candidates == 0) {
      return -1;
    }
    if (candidates > 1) {
      int count = gather(peer);
      for (int word = 0; word < mask.length; word++) {
        if (mask[word] != 0) {
          sum(word, count);
        }
      }
      candidates = narrow(candidates);
    }
    return select(random.nextInt(candidates));
  }

  /** Notes where the rows of those begin who count. Gives how many they are. */
  private int gather(Peer peer) {
    Links links = floor.links;
    int count = 0;
    for (int end = Links.first(peer.number); end < links.beyond(peer.number); end++) {
      int other = links.other(end);
      if (!floor.having.isWhole(other)) {
        starts[count++] = floor.having.row(other);
      } else if (floor.peers[other].shown != null) {
        starts[count++] = floor.having.spare(floor.seenBy(peer, floor.peers[other]));
      }
    }
    return count;
  }

  private void sum(int word, int count) {
    long d0 = 0;
    long d1 = 0;
    long d2 = 0;
    long d3 = 0;
    long d4 = 0;
    long d5 = 0;
    long d6 = 0;
    int i = 0;
    for (; i + STEP <= count; i += STEP) {
      // A tree of full adders: two digits and a carry at a time.
      long a = rows[starts[i] + word];
      long b = rows[starts[i + 1] + word];
      long half = d0 ^ a;
      long twos1 = d0 & a | half & b;
      d0 = half ^ b;
      a = rows[starts[i + 2] + word];
      b = rows[starts[i + 3] + word];
      half = d0 ^ a;
      long twos2 = d0 & a | half & b;
      d0 = half ^ b;
      half = d1 ^ twos1;
      final long fours1 = d1 & twos1 | half & twos2;
      d1 = half ^ twos2;
      a = rows[starts[i + 4] + word];
      b = rows[starts[i + 5] + word];
      half = d0 ^ a;
      twos1 = d0 & a | half & b;
      d0 = half ^ b;
      a = rows[starts[i + 6] + word];
      b = rows[starts[i + 7] + word];
      half = d0 ^ a;
      twos2 = d0 & a | half & b;
      d0 = half ^ b;
      half = d1 ^ twos1;
      long fours2 = d1 & twos1 | half & twos2;
      d1 = half ^ twos2;
      half = d2 ^ fours1;
      long carry = d2 & fours1 | half & fours2;
      d2 = half ^ fours2;
      long next = d3 & carry;
      d3 ^= carry;
      carry = next;
      next = d4 & carry;
      d4 ^= carry;
      carry = next;
      next = d5 & carry;
      d5 ^= carry;
      d6 ^= next;
    }
    for (; i < count; i++) {
      long carry = rows[starts[i] + word];
      long next = d0 & carry;
      d0 ^= carry;
      carry = next;
      next = d1 & carry;
      d1 ^= carry;
      carry = next;
      next = d2 & carry;
      d2 ^= carry;
      carry = next;
      next = d3 & carry;
      d3 ^= carry;
      carry = next;
      next = d4 & carry;
      d4 ^= carry;
      carry = next;
      next = d5 & carry;
      d5 ^= carry;
      d6 ^= next;
    }
    int width = mask.length;
    digits[word] = d0;
    digits[width + word] = d1;
    digits[2 * width + word] = d2;
    digits[3 * width + word] = d3;
    digits[4 * width + word] = d4;
    digits[5 * width + word] = d5;
    digits[6 * width + word] = d6;
  }

  /** Keeps the candidates with the least sum: digit by digit, zeros if there are any. */
  private int narrow(int candidates) {
    int left = candidates;
    for (int digit = DIGITS - 1; digit >= 0; digit--) {
      int from = digit * mask.length;
      int zeros = 0;
      for (int word = 0; word < mask.length; word++) {
        zeros += Long.bitCount(mask[word] & ~digits[from + word]);
      }
      if (zeros > 0 && zeros < left) {
        for (int word = 0; word < mask.length; word++) {
          mask[word] &= ~digits[from + word];
        }
        left = zeros;
      }
    }
    return left;
  }

  /** The candidate of this rank. */
  private int select(int rank) {
    int left = rank;
    int word = 0;
    while (left >= Long.bitCount(mask[word])) {
      left -= Long.bitCount(mask[word++]);
    }
    long bits = mask[word];
    for (; left > 0; left--) {
      bits &= bits - 1;
    }
    return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
  }
}
