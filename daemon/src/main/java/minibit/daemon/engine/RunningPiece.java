package minibit.daemon.engine;

import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import minibit.core.metainfo.Merkle;
import minibit.core.piece.Block;
import minibit.daemon.disk.PieceHashes;
import minibit.daemon.net.Loop;
import org.jspecify.annotations.Nullable;

/**
 * A piece of which blocks are coming. Any loop may bring blocks: a bit a block lets the first copy
 * through. The SHA-1 runs on the loop of the piece's first block while blocks come in order; what
 * it has not seen is read back from disk at the end. Leaves of v2 are hashed wherever they come.
 */
final class RunningPiece {
  private final int piece;
  private final int size;
  private final int blocks;
  private final int v2Bytes;
  private final byte[] leaves;
  private final AtomicLongArray claimed;
  private final AtomicInteger left;
  private final AtomicInteger writing = new AtomicInteger();
  private final MessageDigest sha1;
  private final boolean rehash;
  private volatile boolean dead;
  private boolean journalled;
  // The loop that runs the digest; set once, by the loop that brings block 0.
  private volatile @Nullable Loop digestLoop;
  private int hashed;

  /**
   * A piece of which nothing came.
   *
   * @param rehash whether the disk has to be read in the end, because an earlier attempt may still
   *     be writing
   */
  RunningPiece(int piece, int size, PieceHashes hashes, boolean rehash) {
    this.piece = piece;
    this.size = size;
    this.blocks = (size + Block.SIZE - 1) / Block.SIZE;
    this.v2Bytes = hashes.v2Bytes(piece);
    this.leaves = new byte[(v2Bytes + Block.SIZE - 1) / Block.SIZE * Merkle.HASH];
    this.claimed = new AtomicLongArray((blocks + 63) / 64);
    this.left = new AtomicInteger(blocks);
    this.sha1 = PieceHashes.sha1();
    this.rehash = rehash;
  }

  int piece() {
    return piece;
  }

  /** Whether this is the first copy of a block. */
  boolean claim(Block block) {
    int index = block.index();
    long bit = 1L << index;
    return (claimed.getAndUpdate(index >>> 6, word -> word | bit) & bit) == 0;
  }

  /**
   * Hashes a claimed block while it is hot. On the loop that brought it.
   *
   * @param bytes the block, from 0
   */
  void hash(Loop loop, Block block, byte[] bytes, boolean v1, MessageDigest sha256) {
    if (rehash) {
      return;
    }
    if (v1) {
      if (block.begin() == 0) {
        digestLoop = loop;
      }
      if (digestLoop == loop && hashed == block.begin()) {
        sha1.update(bytes, 0, block.length());
        hashed += block.length();
      }
    }
    int covered = Math.min(block.length(), v2Bytes - block.begin());
    if (covered > 0) {
      sha256.update(bytes, 0, covered);
      System.arraycopy(sha256.digest(), 0, leaves, block.index() * Merkle.HASH, Merkle.HASH);
    }
  }

  /** Whether all that the digests need was seen as it came. */
  boolean isHashed(boolean v1) {
    return !rehash && (!v1 || hashed == size);
  }

  MessageDigest sha1() {
    return sha1;
  }

  /** Bytes that the digest has seen. */
  int hashed() {
    return hashed;
  }

  /** The leaves, or none if they have to be read from disk. */
  byte[] leaves() {
    return rehash ? new byte[0] : leaves;
  }

  /** Says once that the journal has to hear of the piece. */
  synchronized boolean takeJournal() {
    boolean first = !journalled;
    journalled = true;
    return first;
  }

  /** A write begins; false if the piece was given up. */
  boolean beginWrite() {
    writing.incrementAndGet();
    if (dead) {
      writing.decrementAndGet();
      return false;
    }
    return true;
  }

  /** A write of so many blocks ended well; whether it was the last. */
  boolean written(int count) {
    writing.decrementAndGet();
    return left.addAndGet(-count) == 0 && !dead;
  }

  /** A write ended badly. */
  void failedWrite() {
    writing.decrementAndGet();
  }

  /** Gives the piece up: blocks that are not written yet are not. */
  void kill() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  /** Whether writes of this piece may still be under way. */
  boolean isWriting() {
    return writing.get() > 0;
  }
}
