package minibit.daemon.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import minibit.core.piece.Bitfield;

/** The verified pieces, for every loop to look up and add to. It only grows. Any thread. */
class HaveSet {
  private final int size;
  private final AtomicLongArray words;
  private final AtomicInteger count = new AtomicInteger();

  HaveSet(Bitfield start) {
    size = start.size();
    words = new AtomicLongArray((size + 63) >>> 6);
    for (int piece = start.next(0); piece >= 0; piece = start.next(piece + 1)) {
      add(piece);
    }
  }

  boolean get(int piece) {
    return piece < size && (words.get(piece >>> 6) & 1L << piece) != 0;
  }

  void add(int piece) {
    long bit = 1L << piece;
    if ((words.getAndUpdate(piece >>> 6, word -> word | bit) & bit) == 0) {
      count.incrementAndGet();
    }
  }

  int count() {
    return count.get();
  }

  Bitfield copy() {
    Bitfield copy = new Bitfield(size);
    for (int piece = 0; piece < size; piece++) {
      if (get(piece)) {
        copy.set(piece);
      }
    }
    return copy;
  }
}
