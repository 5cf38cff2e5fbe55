package minibit.daemon.cache;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import minibit.core.piece.Block;
import minibit.daemon.net.BufferPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Direct memory in buffers of one size, that of a block. As all are alike, any that is free serves:
 * what is kept of small files never stands in the way of large ones. Allocated in slabs of 1 MiB
 * when first needed, and not beyond the budget. Any thread.
 */
final class Leaves {
  /** Bytes of a leaf: 16 KiB. */
  static final int SIZE = Block.SIZE;

  /** Bytes allocated at once: fewer calls for memory, and no more than 1 MiB too much of it. */
  private static final int SLAB = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Leaves.class);

  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private int most;
  private int slabs;

  /** Leaves of at most so many bytes together; at least one slab. */
  Leaves(long budget) {
    most = Math.toIntExact(Math.max(1, budget / SLAB));
  }

  /** Leaves that so many bytes need. */
  static int countFor(int bytes) {
    return (bytes + SIZE - 1) / SIZE;
  }

  /** So many leaves, each with one holder; none at all if there are not enough. */
  synchronized List<BufferPool.Lease> take(int count) {
    while (free.size() < count) {
      if (!grow()) {
        return List.of();
      }
    }
    List<BufferPool.Lease> leaves = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ByteBuffer leaf = free.removeLast();
      leaves.add(new BufferPool.Lease(leaf, () -> giveBack(leaf)));
    }
    return leaves;
  }

  private boolean grow() {
    if (slabs == most) {
      return false;
    }
    try {
      ByteBuffer slab = ByteBuffer.allocateDirect(SLAB);
      slabs++;
      for (int at = 0; at < SLAB; at += SIZE) {
        free.addFirst(slab.slice(at, SIZE));
      }
      return true;
    } catch (OutOfMemoryError e) {
      // The process may use no more direct memory: what there is must do.
      most = slabs;
      LOG.warn("the block cache stays at {} MiB: {}", most, e.getMessage());
      return false;
    }
  }

  private synchronized void giveBack(ByteBuffer leaf) {
    free.addLast(leaf);
  }

  /** Bytes of the leaves that somebody holds. */
  synchronized long used() {
    return allocated() - (long) free.size() * SIZE;
  }

  /** Bytes allocated. */
  synchronized long allocated() {
    return (long) slabs * SLAB;
  }

  /** Bytes that may be allocated. */
  synchronized long budget() {
    return (long) most * SLAB;
  }
}
