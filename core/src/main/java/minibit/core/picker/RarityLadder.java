package minibit.core.picker;

import java.util.Arrays;

/**
 * Pieces of one priority, by availability at all times: one bucket for each number of holders, in
 * no order. Adding, removing, and one holder more or less are O(1): the bucket's last piece takes
 * the free place. A bucket that empties gives its room back, for as a swarm grows every piece
 * passes through every bucket.
 *
 * <p>{@code position} and {@code availability} are shared by all ladders of a picker: a piece
 * stands on one ladder at most.
 */
final class RarityLadder {
  private static final int[] EMPTY = {};

  /** Below this a bucket is not worth shrinking. */
  private static final int SMALL = 16;

  private final int[] position;
  private final int[] availability;
  private int[][] buckets = {EMPTY, EMPTY};
  private int[] sizes = new int[2];
  private int size;

  RarityLadder(int[] position, int[] availability) {
    this.position = position;
    this.availability = availability;
  }

  int size() {
    return size;
  }

  /** Highest availability of a run, empty or not. */
  int highest() {
    return sizes.length - 1;
  }

  /** How many pieces have this availability. */
  int size(int run) {
    return sizes[run];
  }

  /** One of the pieces of this availability. */
  int at(int run, int place) {
    return buckets[run][place];
  }

  void add(int piece) {
    put(piece, availability[piece]);
    size++;
  }

  void remove(int piece) {
    take(piece, availability[piece]);
    position[piece] = -1;
    size--;
  }

  /** To be called before the piece's availability goes up by one. */
  void raise(int piece) {
    take(piece, availability[piece]);
    put(piece, availability[piece] + 1);
  }

  /** To be called before the piece's availability goes down by one. */
  void lower(int piece) {
    take(piece, availability[piece]);
    put(piece, availability[piece] - 1);
  }

  private void put(int piece, int run) {
    if (run >= sizes.length) {
      int length = Math.max(run + 1, sizes.length * 2);
      int before = sizes.length;
      sizes = Arrays.copyOf(sizes, length);
      buckets = Arrays.copyOf(buckets, length);
      Arrays.fill(buckets, before, length, EMPTY);
    }
    int[] bucket = buckets[run];
    if (sizes[run] == bucket.length) {
      bucket = Arrays.copyOf(bucket, Math.max(SMALL, bucket.length * 2));
      buckets[run] = bucket;
    }
    position[piece] = sizes[run];
    bucket[sizes[run]++] = piece;
  }

  private void take(int piece, int run) {
    int[] bucket = buckets[run];
    int left = --sizes[run];
    int last = bucket[left];
    bucket[position[piece]] = last;
    position[last] = position[piece];
    if (left < bucket.length / 4 && bucket.length > SMALL) {
      buckets[run] = Arrays.copyOf(bucket, bucket.length / 2);
    }
  }
}
