package minibit.core.picker;

import java.util.Arrays;

/**
 * Pieces of one priority, sorted by availability at all times. One array holds them rarest first;
 * {@code ends} says where each availability's run ends. A piece that gains or loses a holder swaps
 * places with one neighbour run's edge, so a {@code have} costs O(1); adding and removing a piece
 * costs one move a run, at most as many as there are peers.
 *
 * <p>{@code position} and {@code availability} are shared by all ladders of a picker: a piece
 * stands on one ladder at most.
 */
final class RarityLadder {
  private final int[] position;
  private final int[] availability;
  private int[] order = new int[16];
  private int[] ends = new int[8];
  private int runs = 1;

  RarityLadder(int[] position, int[] availability) {
    this.position = position;
    this.availability = availability;
  }

  int size() {
    return ends[runs - 1];
  }

  /** Highest availability of a run, empty or not. */
  int highest() {
    return runs - 1;
  }

  /** Where the run of this availability begins. */
  int start(int run) {
    return run == 0 ? 0 : ends[run - 1];
  }

  /** Where the run of this availability ends. */
  int end(int run) {
    return ends[run];
  }

  /** The piece at this place. */
  int at(int place) {
    return order[place];
  }

  void add(int piece) {
    int run = availability[piece];
    grow(run);
    if (size() == order.length) {
      order = Arrays.copyOf(order, order.length * 2);
    }
    for (int above = runs - 1; above > run; above--) {
      if (start(above) < ends[above]) {
        put(order[start(above)], ends[above]);
      }
      ends[above]++;
    }
    put(piece, ends[run]++);
  }

  void remove(int piece) {
    int hole = position[piece];
    for (int run = availability[piece]; run < runs; run++) {
      int last = --ends[run];
      if (last != hole) {
        put(order[last], hole);
      }
      hole = last;
    }
    position[piece] = -1;
  }

  /** To be called before the piece's availability goes up by one. */
  void raise(int piece) {
    int run = availability[piece];
    grow(run + 1);
    swap(position[piece], --ends[run]);
  }

  /** To be called before the piece's availability goes down by one. */
  void lower(int piece) {
    int run = availability[piece];
    swap(position[piece], ends[run - 1]++);
  }

  private void grow(int run) {
    if (run >= ends.length) {
      ends = Arrays.copyOf(ends, Math.max(run + 1, ends.length * 2));
    }
    while (runs <= run) {
      ends[runs] = ends[runs - 1];
      runs++;
    }
  }

  private void swap(int a, int b) {
    int first = order[a];
    put(order[b], a);
    put(first, b);
  }

  private void put(int piece, int place) {
    order[place] = piece;
    position[piece] = place;
  }
}
