package minibit.daemon.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import minibit.core.piece.Block;
import minibit.daemon.net.BufferPool;

/**
 * A copy of a run, a leaf for each of its blocks. A block that a socket is slow to take holds its
 * own leaf, and the others are free once the run is dropped. Any thread.
 */
final class KeptRun {
  private final List<BufferPool.Lease> leaves;
  private volatile boolean admitted;

  /**
   * A copy.
   *
   * @param leaves as many as the bytes need; each is held once by this run from now on
   * @param bytes of the run, from its position to its limit, which do not change
   */
  KeptRun(List<BufferPool.Lease> leaves, ByteBuffer bytes) {
    this.leaves = leaves;
    int from = bytes.position();
    for (BufferPool.Lease leaf : leaves) {
      int length = Math.min(Leaves.SIZE, bytes.limit() - from);
      leaf.buffer().put(0, bytes, from, length);
      from += length;
    }
  }

  /** Bytes of memory it takes: whole leaves. */
  int size() {
    return leaves.size() * Leaves.SIZE;
  }

  /**
   * These blocks of it, each held once more; none if it was let go of meanwhile.
   *
   * @param begin where the run begins in its piece
   * @param blocks each within one leaf
   */
  List<HeldBlock> hold(int begin, List<Block> blocks) {
    List<HeldBlock> held = new ArrayList<>(blocks.size());
    for (Block block : blocks) {
      int at = block.begin() - begin;
      BufferPool.Lease leaf = leaves.get(at / Leaves.SIZE);
      if (!leaf.tryRetain()) {
        held.forEach(one -> one.lease().release());
        return List.of();
      }
      ByteBuffer payload = leaf.buffer().slice(at % Leaves.SIZE, block.length());
      held.add(new HeldBlock(block, payload, leaf));
    }
    return held;
  }

  /** It came in: it was not refused for being wanted less than all others. */
  void admitted() {
    admitted = true;
  }

  boolean wasAdmitted() {
    return admitted;
  }

  void retain() {
    leaves.forEach(BufferPool.Lease::retain);
  }

  void release() {
    leaves.forEach(BufferPool.Lease::release);
  }
}
