package minibit.daemon.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.daemon.net.BufferPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wanted most stays in memory, is read once, and is let go of completely. */
class BlockCacheTest {
  private static final int RUN = BlockCache.RUN;
  private static final int PIECE = 2 * RUN;
  private static final Geometry CONTENT = Geometry.linear(64L * PIECE, PIECE);

  private final BlockCache cache = new BlockCache(BlockCache.LEAST);
  private final CachedContent content = cache.open("ab", "a.bin", CONTENT);
  private int reads;

  @AfterEach
  void nothingLeaks() {
    content.close();
    cache.close();
    assertThat(cache.inUse()).isZero();
  }

  /** A disk that takes a while, and fills buffers with the number of the piece. */
  private void slowly(int piece, int begin, ByteBuffer into) {
    reads++;
    long end = System.nanoTime() + 2_000_000;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    while (into.hasRemaining()) {
      into.put((byte) (piece + begin / RUN));
    }
  }

  private static CachedContent.Run run(int piece, int part) {
    return new CachedContent.Run(piece, part);
  }

  private BufferPool.Lease fetched(CachedContent.Run run) {
    var read = content.fetch(run, this::slowly, Runnable::run);
    return requireNonNull(read).join();
  }

  @Test
  void whatTheDiskIsSlowToGiveIsKept() {
    assertThat(content.take(run(3, 1), 2)).isNull();

    fetched(run(3, 1));

    BufferPool.Lease held = requireNonNull(content.take(run(3, 1), 2));
    assertThat(held.buffer().get(RUN - 1)).isEqualTo((byte) 4);
    held.release();
    CacheStats stats = cache.stats(10);
    assertThat(stats.hits()).isEqualTo(2);
    assertThat(stats.misses()).isEqualTo(2);
    assertThat(stats.hitRate()).isEqualTo(0.5);
    assertThat(stats.bytes()).isEqualTo(RUN);
    assertThat(stats.slowReads()).isEqualTo(1);
    assertThat(stats.mostWanted())
        .containsExactly(new CacheStats.Wanted("ab", "a.bin", 3, 16, 16, 4, true));
  }

  /** A second copy of what the system has in memory is of no use. */
  @Test
  void whatIsReadQuicklyIsNot() {
    assertThat(content.took(100_000, 16 * 1024)).isFalse();
    assertThat(content.took(300_000, 16 * 1024)).isTrue();
    assertThat(content.took(1_000_000, 1 << 20)).isFalse();
    assertThat(content.took(1_500_000, 1 << 20)).isTrue();
  }

  /** Reading ahead of what is asked pays only where reads are slow. */
  @Test
  void readingAheadEndsOnAQuickDiskAndBeginsAgainOnASlowOne() {
    assertThat(content.readsAhead()).isTrue();
    for (int i = 0; i < 100; i++) {
      content.took(50_000, RUN);
    }
    assertThat(content.readsAhead()).isFalse();

    content.took(5_000_000, RUN);

    assertThat(content.readsAhead()).isTrue();
  }

  @Test
  void aRunThatManyWantAtOnceIsReadOnce() {
    Queue<Runnable> disk = new ArrayDeque<>();
    Executor later = disk::add;
    List<BufferPool.Lease> got = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      var read = requireNonNull(content.fetch(run(0, 0), this::slowly, later));
      var unused =
          read.thenAccept(
              lease -> {
                assertThat(lease.tryRetain()).isTrue();
                got.add(lease);
              });
    }

    disk.forEach(Runnable::run);

    assertThat(reads).isEqualTo(1);
    assertThat(got).hasSize(5);
    got.forEach(BufferPool.Lease::release);
  }

  /** A socket may send for long: what it sends must not be given to others meanwhile. */
  @Test
  void aBufferThatIsBeingSentOutlivesItsPlaceInTheCache() {
    fetched(run(1, 0));
    BufferPool.Lease sending = requireNonNull(content.take(run(1, 0), 1));

    content.close();
    for (int i = 2; i < 40; i++) {
      fetched(run(i, 0));
    }

    assertThat(sending.buffer().get(0)).isEqualTo((byte) 1);
    assertThat(sending.tryRetain()).isTrue();
    sending.release();
    sending.release();
    assertThat(sending.tryRetain()).as("it is another's now").isFalse();
  }

  @Test
  void itNeverHoldsMoreThanItMay() {
    for (int i = 0; i < 64; i++) {
      fetched(run(i, 0));
      fetched(run(i, 1));
      assertThat(cache.inUse()).isLessThanOrEqualTo(BlockCache.LEAST + RUN);
    }
    assertThat(cache.stats(0).bytes()).isPositive().isLessThanOrEqualTo(BlockCache.LEAST);
  }

  /** One reader of everything must not drive out what many want. */
  @Test
  void whatManyWantOutlastsAScan() {
    for (int piece = 10; piece < 40; piece++) {
      want(run(piece, 0));
    }
    for (int i = 0; i < 200; i++) {
      for (int piece = 0; piece < 4; piece++) {
        want(run(piece, 0));
      }
    }

    for (int piece = 4; piece < 64; piece++) {
      want(run(piece, 0));
      want(run(piece, 1));
    }

    assertThat(cache.stats(4).mostWanted())
        .extracting(CacheStats.Wanted::piece)
        .containsExactly(0, 1, 2, 3);
    assertThat(cache.stats(4).mostWanted()).allMatch(CacheStats.Wanted::held);
  }

  private void want(CachedContent.Run run) {
    BufferPool.Lease held = content.take(run, 1);
    if (held == null) {
      fetched(run);
    } else {
      held.release();
    }
  }

  @Test
  void nothingIsKeptOfAClosedContent() {
    fetched(run(5, 0));

    content.close();

    assertThat(content.take(run(5, 0), 1)).isNull();
    fetched(run(5, 1));
    assertThat(cache.inUse()).as("read while it was closed").isZero();
    cache.stats(10);
  }

  @Test
  void aReadThatFailsIsKeptByNobody() {
    var read =
        content.fetch(
            run(0, 0),
            (_, _, _) -> {
              throw new IOException("torn");
            },
            Runnable::run);

    assertThatThrownBy(() -> requireNonNull(read).join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("torn");
    assertThat(cache.inUse()).isZero();
    fetched(run(0, 0));
    assertThat(reads).isEqualTo(1);
  }

  /** Sockets that take nothing cannot make it grow: then blocks are read as without a cache. */
  @Test
  void thereIsNoRoomWhileSocketsHoldAll() {
    List<BufferPool.Lease> sending = new ArrayList<>();
    BufferPool.Lease room = cache.room(RUN);
    while (room != null) {
      sending.add(room);
      room = cache.room(RUN);
    }

    assertThat(content.fetch(run(0, 0), this::slowly, Runnable::run)).isNull();

    assertThat(cache.allocated()).isEqualTo(cache.inUse());
    sending.forEach(BufferPool.Lease::release);
  }

  @Test
  void aBlockAcrossTwoRunsBelongsToNone() {
    assertThat(CachedContent.runOf(new Block(1, RUN - 16_384, 16_384))).isEqualTo(run(1, 0));
    assertThat(CachedContent.runOf(new Block(1, RUN, 16_384))).isEqualTo(run(1, 1));
    assertThat(CachedContent.runOf(new Block(1, RUN - 1, 2))).isNull();
  }
}
