package minibit.daemon.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.daemon.net.BufferPool;
import org.jspecify.annotations.Nullable;

/**
 * What a cache keeps of one open content. Closed when the content's files are closed, or might have
 * changed: nothing of it is kept beyond. Any thread.
 *
 * <p>Only blocks of verified pieces may be asked for: they do not change, so that what is kept
 * stays true.
 */
public final class CachedContent implements AutoCloseable {
  /** A read that takes longer has waited for more than a copy in memory... */
  private static final long SLOW_NANOS = 200_000;

  /** ...unless it was long: copying makes well over 1 GB/s, a disk behind a bus hardly. */
  private static final long SLOW_NANOS_PER_BYTE = 1;

  /** Quick reads in a row after which reading ahead is of no use. */
  private static final int QUICK_IN_A_ROW = 16;

  private final BlockCache cache;
  private final String root;
  private final String name;
  private final Geometry geometry;
  private volatile int quick;
  private volatile boolean asked;
  private volatile boolean closed;

  CachedContent(BlockCache cache, String root, String name, Geometry geometry) {
    this.cache = cache;
    this.root = root;
    this.name = name;
    this.geometry = geometry;
  }

  /** Reads a stretch of a piece from the disk. */
  @FunctionalInterface
  public interface Reader {
    /** Fills the buffer's remaining room from there. */
    void read(int piece, int begin, ByteBuffer into) throws IOException;
  }

  /** Neighbouring blocks that are kept together. */
  public record Run(int piece, int part) {
    /** The first byte's place in the piece. */
    public int begin() {
      return part * BlockCache.RUN;
    }
  }

  /** The run that a block lies in; null if it lies in two, as few clients ask. */
  public static @Nullable Run runOf(Block block) {
    int part = block.begin() / BlockCache.RUN;
    int last = (block.begin() + block.length() - 1) / BlockCache.RUN;
    return part == last ? new Run(block.piece(), part) : null;
  }

  /**
   * The run's bytes from its first on, held once for the asker, or null if they are not here.
   *
   * @param blocks how many of its blocks are wanted
   */
  public BufferPool.@Nullable Lease take(Run run, int blocks) {
    BlockCache.Key key = key(run);
    asked = true;
    cache.wanted(key, blocks);
    BufferPool.Lease lease = cache.take(key);
    if (lease == null) {
      cache.missed(blocks);
    } else {
      cache.hit(blocks);
    }
    return lease;
  }

  /** Whether whole runs should be read: the disk is slow, or nobody knows yet. */
  public boolean readsAhead() {
    return quick < QUICK_IN_A_ROW;
  }

  /** Tells how long it took to read so many bytes. */
  public boolean took(long nanos, int bytes) {
    boolean slow = nanos > SLOW_NANOS + bytes * SLOW_NANOS_PER_BYTE;
    quick = slow ? 0 : Math.min(QUICK_IN_A_ROW, quick + 1);
    cache.read(slow);
    return slow;
  }

  /**
   * Has a run read, once for all who want it now. When the answer is given its buffer is held: who
   * wants it retains it there and then, by {@link BufferPool.Lease#tryRetain}.
   *
   * @return null if there is no buffer for it now
   */
  public @Nullable CompletableFuture<BufferPool.Lease> fetch(
      Run run, Reader reader, Executor disk) {
    BlockCache.Key key = key(run);
    BufferPool.Lease room = cache.room(length(key));
    if (room == null) {
      return null;
    }
    CompletableFuture<BufferPool.Lease> mine = new CompletableFuture<>();
    CompletableFuture<BufferPool.Lease> others = cache.joinOrBegin(key, mine);
    if (others != null) {
      room.release();
      return others;
    }
    asked = true;
    room.buffer().limit(length(key));
    disk.execute(() -> read(key, room, reader, mine));
    return mine;
  }

  private void read(
      BlockCache.Key key,
      BufferPool.Lease room,
      Reader reader,
      CompletableFuture<BufferPool.Lease> mine) {
    try {
      long begun = System.nanoTime();
      reader.read(key.piece(), key.part() * BlockCache.RUN, room.buffer().duplicate());
      if (took(System.nanoTime() - begun, room.buffer().remaining())) {
        cache.put(key, room);
      }
      cache.readEnded(key, mine);
      mine.complete(room);
    } catch (IOException | RuntimeException e) {
      cache.readEnded(key, mine);
      mine.completeExceptionally(e);
    } finally {
      room.release();
    }
  }

  private BlockCache.Key key(Run run) {
    return new BlockCache.Key(this, run.piece(), run.part());
  }

  int length(BlockCache.Key key) {
    return Math.min(BlockCache.RUN, geometry.pieceSize(key.piece()) - key.part() * BlockCache.RUN);
  }

  String root() {
    return root;
  }

  String name() {
    return name;
  }

  boolean isClosed() {
    return closed;
  }

  /** Forgets all of it. */
  @Override
  public void close() {
    closed = true;
    if (asked) {
      cache.drop(this);
    }
  }
}
