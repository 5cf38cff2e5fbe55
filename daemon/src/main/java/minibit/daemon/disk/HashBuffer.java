package minibit.daemon.disk;

import java.nio.ByteBuffer;
import minibit.core.piece.Block;

/**
 * Where bytes lie between disk and digest. The system reads into memory of its own kind, from which
 * a block at a time goes to the heap, where digests are fastest: read straight to the heap, Java
 * copies all of a read twice. One owner.
 */
public final class HashBuffer {
  /** Bytes of one read: few calls of the system, and still in the processor's second cache. */
  public static final int CHUNK = 256 << 10;

  /** Where the buffer begins: the system copies to a page's beginning a twentieth faster. */
  private static final int PAGE = 4096;

  private final ByteBuffer chunk =
      ByteBuffer.allocateDirect(CHUNK + PAGE).alignedSlice(PAGE).slice(0, CHUNK);
  private final byte[] block = new byte[Block.SIZE];

  /** What is done with a block of what was read. */
  @FunctionalInterface
  public interface BlockAction {
    /**
     * Called in order.
     *
     * @param bytes the block, from 0; only until the call returns
     * @param at where it begins in what was read
     */
    void block(byte[] bytes, int length, int at);
  }

  /** Room for so many bytes, at most {@link #CHUNK}, to be filled from its position to its end. */
  public ByteBuffer room(int length) {
    return chunk.clear().limit(length);
  }

  /** Goes through what was filled, by whole blocks but for the last. */
  public void forEachBlock(BlockAction action) {
    int end = chunk.limit();
    for (int at = 0; at < end; at += Block.SIZE) {
      int length = Math.min(Block.SIZE, end - at);
      chunk.get(at, block, 0, length);
      action.block(block, length, at);
    }
  }
}
