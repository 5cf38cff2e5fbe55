package minibit.core.session;

import java.util.Arrays;
import minibit.core.piece.Block;
import org.jspecify.annotations.Nullable;

/**
 * Blocks in the order in which they came, any of which may be dropped at the cost of a look-up. One
 * that comes twice waits twice.
 *
 * <p>A ring holds them, and a table of places in the ring finds them; what is dropped leaves a gap,
 * and gaps are closed before the ring grows. So a waiting block costs at most 56 bytes, and no
 * object. One owner, not safe for threads.
 */
final class WaitingBlocks {
  private static final int FIRST_CAPACITY = 16;

  /** Numbers of a place: piece, begin, length, its next copy, and of the oldest copy the last. */
  private static final int NUMBERS = 5;

  private static final int LENGTH = 2;
  private static final int NEXT_COPY = 3;
  private static final int LAST_COPY = 4;

  /** The length of a block that was dropped: no block has it. */
  private static final int GAP = 0;

  private static final int NONE = -1;

  private final long salt;
  private int[] ring = new int[NUMBERS * FIRST_CAPACITY];
  private int head;
  private int used;
  private int size;

  // Places of the oldest copies, in twice as many slots as there are places.
  private int[] table = emptyTable(FIRST_CAPACITY);

  /**
   * No blocks.
   *
   * @param salt what whoever names the blocks does not know: or it could name such as are all
   *     looked for in one slot
   */
  WaitingBlocks(long salt) {
    this.salt = salt;
  }

  private static int[] emptyTable(int capacity) {
    int[] table = new int[2 * capacity];
    Arrays.fill(table, NONE);
    return table;
  }

  int size() {
    return size;
  }

  /** Has this wait behind all others. */
  void add(Block block) {
    if (used == capacity()) {
      resize(size > capacity() / 2 ? 2 * capacity() : capacity());
    }
    add(block.piece(), block.begin(), block.length());
  }

  private void add(int piece, int begin, int length) {
    int place = (head + used++) % capacity();
    int at = NUMBERS * place;
    ring[at] = piece;
    ring[at + 1] = begin;
    ring[at + LENGTH] = length;
    ring[at + NEXT_COPY] = NONE;
    ring[at + LAST_COPY] = place;
    size++;
    int slot = slotOf(piece, begin, length);
    int oldest = table[slot];
    if (oldest == NONE) {
      table[slot] = place;
    } else {
      int last = ring[NUMBERS * oldest + LAST_COPY];
      ring[NUMBERS * last + NEXT_COPY] = place;
      ring[NUMBERS * oldest + LAST_COPY] = place;
    }
  }

  /** Drops the first that is equal; whether there was one. */
  boolean remove(Block block) {
    int slot = slotOf(block.piece(), block.begin(), block.length());
    if (table[slot] == NONE) {
      return false;
    }
    dropOldest(slot);
    return true;
  }

  /** The one that waits longest, if any does. */
  @Nullable Block first() {
    if (size == 0) {
      return null;
    }
    skipGaps();
    int at = NUMBERS * head;
    return new Block(ring[at], ring[at + 1], ring[at + LENGTH]);
  }

  /** Drops the one that waits longest. */
  void removeFirst() {
    skipGaps();
    int at = NUMBERS * head;
    dropOldest(slotOf(ring[at], ring[at + 1], ring[at + LENGTH]));
  }

  /** Drops all. */
  void clear() {
    head = 0;
    used = 0;
    size = 0;
    Arrays.fill(table, NONE);
  }

  private int capacity() {
    return ring.length / NUMBERS;
  }

  private void skipGaps() {
    while (ring[NUMBERS * head + LENGTH] == GAP) {
      head = (head + 1) % capacity();
      used--;
    }
  }

  private void dropOldest(int slot) {
    int at = NUMBERS * table[slot];
    int next = ring[at + NEXT_COPY];
    if (next == NONE) {
      leave(slot);
    } else {
      ring[NUMBERS * next + LAST_COPY] = ring[at + LAST_COPY];
      table[slot] = next;
    }
    ring[at + LENGTH] = GAP;
    size--;
    if (size == 0) {
      head = 0;
      used = 0;
    }
  }

  /** Where the oldest copy is found, or the empty slot that would be its. */
  private int slotOf(int piece, int begin, int length) {
    int slot = home(piece, begin, length);
    while (table[slot] != NONE && !isAt(NUMBERS * table[slot], piece, begin, length)) {
      slot = next(slot);
    }
    return slot;
  }

  private boolean isAt(int at, int piece, int begin, int length) {
    return ring[at] == piece && ring[at + 1] == begin && ring[at + LENGTH] == length;
  }

  /** Empties a slot, and moves up what would not be found any more behind an empty one. */
  private void leave(int emptied) {
    int hole = emptied;
    for (int slot = next(hole); table[slot] != NONE; slot = next(slot)) {
      int at = NUMBERS * table[slot];
      int wanted = home(ring[at], ring[at + 1], ring[at + LENGTH]);
      if ((slot - wanted & table.length - 1) >= (slot - hole & table.length - 1)) {
        table[hole] = table[slot];
        hole = slot;
      }
    }
    table[hole] = NONE;
  }

  private int next(int slot) {
    return slot + 1 & table.length - 1;
  }

  private int home(int piece, int begin, int length) {
    return (int) mix(mix(((long) piece << 32 | begin) ^ salt) + length) & table.length - 1;
  }

  /** Every bit of the result depends on every bit of what is mixed. */
  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** Closes the gaps, in a ring of this capacity. */
  private void resize(int capacity) {
    int[] old = ring;
    int places = capacity();
    int first = head;
    int count = used;
    ring = new int[NUMBERS * capacity];
    table = emptyTable(capacity);
    head = 0;
    used = 0;
    size = 0;
    for (int i = 0; i < count; i++) {
      int at = NUMBERS * ((first + i) % places);
      if (old[at + LENGTH] != GAP) {
        add(old[at], old[at + 1], old[at + LENGTH]);
      }
    }
  }
}
