package minibit.daemon.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import minibit.daemon.net.BufferPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Direct memory in slabs of 1 MiB, cut into halves, quarters and so on as buffers are asked for,
 * and joined again as they come back. So buffers of any mixture of sizes come from the same memory,
 * and what was allocated never exceeds the budget, without waiting for the collector. Any thread.
 */
final class Slabs {
  private static final int LEAST_SHIFT = 14;

  /** Bytes of the smallest buffer: 16 KiB. */
  static final int LEAST = 1 << LEAST_SHIFT;

  /** Bytes of the largest buffer, a whole slab: 1 MiB. */
  static final int LARGEST = 1 << 20;

  private static final int LEAVES = LARGEST / LEAST;

  private static final Logger LOG = LoggerFactory.getLogger(Slabs.class);

  private int most;
  private final List<Slab> slabs = new ArrayList<>();
  private long used;

  /** Slabs of at most so many bytes together, allocated when first needed. */
  Slabs(long budget) {
    most = Math.toIntExact(Math.max(1, budget / LARGEST));
  }

  /** Bytes of the buffer that so many bytes get. */
  static int sizeFor(int bytes) {
    if (bytes < 1 || bytes > LARGEST) {
      throw new IllegalArgumentException("no buffer has " + bytes + " bytes");
    }
    return Math.max(LEAST, Integer.highestOneBit(2 * bytes - 1));
  }

  /**
   * A buffer of at least so many bytes, or null while the budget is used up.
   *
   * @param bytes at most {@link #LARGEST}
   */
  synchronized BufferPool.@Nullable Lease take(int bytes) {
    int size = sizeFor(bytes);
    for (Slab slab : slabs) {
      if (slab.most() >= size) {
        return lease(slab, size);
      }
    }
    if (slabs.size() == most) {
      return null;
    }
    return grow() ? lease(slabs.getLast(), size) : null;
  }

  private boolean grow() {
    try {
      return slabs.add(new Slab());
    } catch (OutOfMemoryError e) {
      // The process may use no more direct memory: what there is must do.
      most = slabs.size();
      LOG.warn("the block cache stays at {} MiB: {}", most, e.getMessage());
      return false;
    }
  }

  private BufferPool.Lease lease(Slab slab, int size) {
    int node = slab.take(size);
    used += size;
    return new BufferPool.Lease(slab.slice(node, size), () -> giveBack(slab, node, size));
  }

  private synchronized void giveBack(Slab slab, int node, int size) {
    slab.giveBack(node, size);
    used -= size;
  }

  /** Bytes of the buffers that are out. */
  synchronized long used() {
    return used;
  }

  /** Bytes allocated. */
  synchronized long allocated() {
    return (long) slabs.size() * LARGEST;
  }

  /**
   * One slab: a binary tree of free room. Node 1 is the whole, nodes 2n and 2n+1 the halves of n;
   * each knows the largest free buffer below it.
   */
  private static final class Slab {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(LARGEST);
    private final int[] room = new int[2 * LEAVES];

    Slab() {
      for (int node = 1, size = LARGEST; node < room.length; node++) {
        if (node > 1 && Integer.bitCount(node) == 1) {
          size /= 2;
        }
        room[node] = size;
      }
    }

    int most() {
      return room[1];
    }

    int take(int size) {
      int node = 1;
      for (int at = LARGEST; at > size; at /= 2) {
        node = room[2 * node] >= size ? 2 * node : 2 * node + 1;
      }
      room[node] = 0;
      tellAbove(node, size);
      return node;
    }

    ByteBuffer slice(int node, int size) {
      int first = LARGEST / size;
      return memory.slice((node - first) * size, size);
    }

    void giveBack(int node, int size) {
      room[node] = size;
      tellAbove(node, size);
    }

    private void tellAbove(int from, int size) {
      int half = size;
      for (int node = from / 2; node >= 1; node /= 2) {
        int left = room[2 * node];
        int right = room[2 * node + 1];
        room[node] = left == half && right == half ? 2 * half : Math.max(left, right);
        half *= 2;
      }
    }
  }
}
