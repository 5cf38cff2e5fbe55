package minibit.daemon.engine;

import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import minibit.core.metainfo.Merkle;
import minibit.core.piece.Block;
import minibit.daemon.disk.PieceHashes;
import org.jspecify.annotations.Nullable;

/**
 * A try at a piece of which blocks are coming. Any loop may bring blocks: a bit a block lets the
 * first copy through. The SHA-1 runs on the loop of the piece's first block while blocks come in
 * order; what it has not seen is read back from disk at the end. Leaves of v2 are hashed wherever
 * they come.
 *
 * <pre>
 * OPEN → GOOD;  OPEN → BAD → DEAD;  OPEN → DEAD
 * </pre>
 *
 * A try is judged when all of it is written and nothing of the piece is being written any more,
 * also not of the tries before it, which count their writes together with this one.
 */
final class RunningPiece {
  private enum Phase {
    OPEN,
    GOOD,
    BAD,
    DEAD
  }

  private final int piece;
  private final int size;
  private final int blocks;
  private final int v2Bytes;
  private final byte[] leaves;
  private final AtomicLongArray claimed;
  private final AtomicInteger left;
  private final AtomicInteger writing;
  private final AtomicBoolean due = new AtomicBoolean();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
  private final MessageDigest sha1;
  private final boolean rehash;
  private boolean journalled;
  // Who runs the digest; set once, by the loop or fetch that brings block 0.
  private volatile @Nullable Object digester;
  private int hashed;

  /**
   * A piece of which nothing came.
   *
   * @param before a try that was given up and may still be writing: then the disk has to be read in
   *     the end
   */
  RunningPiece(int piece, int size, PieceHashes hashes, @Nullable RunningPiece before) {
    this.piece = piece;
    this.size = size;
    this.blocks = (size + Block.SIZE - 1) / Block.SIZE;
    this.v2Bytes = hashes.v2Bytes(piece);
    this.leaves = new byte[(v2Bytes + Block.SIZE - 1) / Block.SIZE * Merkle.HASH];
    this.claimed = new AtomicLongArray((blocks + 63) / 64);
    this.left = new AtomicInteger(blocks);
    this.sha1 = PieceHashes.sha1();
    this.writing = before == null ? new AtomicInteger() : before.writing;
    this.rehash = before != null && before.isWriting();
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
   * Hashes a claimed block while it is hot. On the thread that brought it.
   *
   * @param bringer the loop, or what else brings blocks: of one thread at a time
   * @param bytes the block, from 0
   */
  void hash(Object bringer, Block block, byte[] bytes, boolean v1, MessageDigest sha256) {
    if (rehash) {
      return;
    }
    if (v1) {
      if (block.begin() == 0) {
        digester = bringer;
      }
      if (digester == bringer && hashed == block.begin()) {
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

  /** A write begins; if the try is dead by now, nothing may be written. */
  void beginWrite() {
    writing.incrementAndGet();
  }

  /** So many blocks are on disk. */
  void written(int count) {
    left.addAndGet(-count);
  }

  /** A write ended; whether nothing of the piece is being written now. */
  boolean endWrite() {
    return writing.decrementAndGet() == 0;
  }

  /**
   * Whether it is to be judged: says so once. All of it having come, the tries before it are dead
   * and begin no write any more.
   */
  boolean isDue() {
    return left.get() == 0 && !isWriting() && !isDead() && due.compareAndSet(false, true);
  }

  /** Says what its bytes are worth; false if it was given up meanwhile. */
  boolean judge(boolean good) {
    return phase.compareAndSet(Phase.OPEN, good ? Phase.GOOD : Phase.BAD);
  }

  /**
   * Gives the try up, unless its bytes are good: blocks that are not written yet are not.
   *
   * @return whether this ended it
   */
  boolean kill() {
    return phase.compareAndSet(Phase.OPEN, Phase.DEAD)
        || phase.compareAndSet(Phase.BAD, Phase.DEAD);
  }

  boolean isDead() {
    return phase.get() == Phase.DEAD;
  }

  /** Whether writes of the piece are under way, by this try or one before. */
  boolean isWriting() {
    return writing.get() > 0;
  }
}
