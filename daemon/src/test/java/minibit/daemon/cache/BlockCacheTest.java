package minibit.daemon.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
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

  private void fetched(CachedContent.Run run) {
    Got got = new Got();
    content.fetch(run, 1, this::slowly, Runnable::run, got);
    assertThat(got.first).isEqualTo((byte) (run.piece() + run.part()));
  }

  /** The first blocks of a run. */
  private static List<Block> blocks(CachedContent.Run run, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Block(run.piece(), run.begin() + i * Block.SIZE, Block.SIZE))
        .toList();
  }

  private List<HeldBlock> take(CachedContent.Run run, int count) {
    content.wanted(run, count);
    return content.take(run, blocks(run, count));
  }

  private static void release(List<HeldBlock> held) {
    held.forEach(block -> block.lease().release());
  }

  /** What an asker was told. */
  private static final class Got implements RunAsker {
    private int arrived;
    private int failed;
    private byte first;

    @Override
    public void arrived(ByteBuffer bytes) {
      arrived++;
      first = bytes.get(0);
    }

    @Override
    public void failed() {
      failed++;
    }
  }

  @Test
  void whatTheDiskIsSlowToGiveIsKept() {
    assertThat(take(run(3, 1), 2)).isEmpty();

    fetched(run(3, 1));

    List<HeldBlock> held = take(run(3, 1), 2);
    assertThat(held).extracting(HeldBlock::block).isEqualTo(blocks(run(3, 1), 2));
    assertThat(held.get(1).payload().get(Block.SIZE - 1)).isEqualTo((byte) 4);
    release(held);
    CacheStats stats = cache.stats(10);
    assertThat(stats.hits()).isEqualTo(2);
    assertThat(stats.misses()).isEqualTo(1);
    assertThat(stats.hitRate()).isEqualTo(2.0 / 3);
    assertThat(stats.bytes()).isEqualTo(RUN);
    assertThat(stats.blocks()).isEqualTo(16);
    assertThat(stats.slowReads()).isEqualTo(1);
    assertThat(stats.admissions()).isEqualTo(1);
    assertThat(stats.evictions()).isZero();
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
  void aRunThatManyWantAtOnceIsReadOnceAndOneOfThemMissedIt() {
    Queue<Runnable> disk = new ArrayDeque<>();
    Got got = new Got();
    for (int i = 0; i < 5; i++) {
      content.fetch(run(0, 0), 2, this::slowly, disk::add, got);
    }

    disk.forEach(Runnable::run);

    assertThat(reads).isEqualTo(1);
    assertThat(got.arrived).isEqualTo(5);
    CacheStats stats = cache.stats(0);
    assertThat(stats.misses()).isEqualTo(2);
    assertThat(stats.joined()).isEqualTo(8);
    assertThat(stats.hitRate()).isEqualTo(0.8);
  }

  /** A slow disk is when many wait, and when no other may be sent to it for the same. */
  @Test
  void whoAsksForWhatIsBeingReadJoinsHoweverManyReadsAreUnderWay() {
    Queue<Runnable> disk = new ArrayDeque<>();
    CachedContent large = cache.open("cd", "large", Geometry.linear(512L * PIECE, PIECE));
    Got got = new Got();
    for (int piece = 0; piece < 512; piece++) {
      large.fetch(run(piece, 0), 1, this::slowly, disk::add, got);
    }

    large.fetch(run(0, 0), 1, this::slowly, disk::add, got);

    assertThat(disk).hasSize(512);
    disk.forEach(Runnable::run);
    assertThat(got.arrived).isEqualTo(513);
    large.close();
  }

  /** Five who ask at once are five who ask. */
  @Test
  void whoeverWaitsForAReadCountsForItsDemand() {
    for (int turn = 0; turn < 3; turn++) {
      for (int piece = 0; piece < 16; piece++) {
        want(run(piece, 0));
      }
    }
    Queue<Runnable> disk = new ArrayDeque<>();
    for (int i = 0; i < 12; i++) {
      content.fetch(run(40, 0), 1, this::slowly, disk::add, new Got());
    }

    disk.forEach(Runnable::run);

    List<HeldBlock> held = take(run(40, 0), 1);
    assertThat(held).isNotEmpty();
    release(held);
  }

  /** A socket may send for long: what it sends must not be given to others meanwhile. */
  @Test
  void aBlockThatIsBeingSentOutlivesItsPlaceInTheCache() {
    fetched(run(1, 0));
    HeldBlock sending = take(run(1, 0), 1).getFirst();

    content.close();
    assertThat(cache.inUse()).as("its own buffer, and no other of its run").isEqualTo(Block.SIZE);
    for (int i = 2; i < 40; i++) {
      fetched(run(i, 0));
    }

    assertThat(sending.payload().get(0)).isEqualTo((byte) 1);
    assertThat(sending.lease().tryRetain()).isTrue();
    sending.lease().release();
    sending.lease().release();
    assertThat(sending.lease().tryRetain()).as("it is another's now").isFalse();
  }

  @Test
  void itNeverHoldsMoreThanItMay() {
    for (int i = 0; i < 64; i++) {
      fetched(run(i, 0));
      fetched(run(i, 1));
      assertThat(cache.inUse()).isLessThanOrEqualTo(BlockCache.LEAST + RUN);
    }
    CacheStats stats = cache.stats(0);
    assertThat(stats.bytes()).as("full").isEqualTo(BlockCache.LEAST).isEqualTo(stats.capacity());
    assertThat(stats.admissions() - stats.evictions()).isEqualTo(16);
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
    List<HeldBlock> held = take(run, 1);
    if (held.isEmpty()) {
      fetched(run);
    } else {
      release(held);
    }
  }

  @Test
  void nothingIsKeptOfAClosedContent() {
    fetched(run(5, 0));

    content.close();

    assertThat(take(run(5, 0), 1)).isEmpty();
    fetched(run(5, 1));
    assertThat(cache.inUse()).as("read while it was closed").isZero();
    cache.stats(10);
  }

  @Test
  void aReadThatFailsIsKeptByNobody() {
    Got got = new Got();
    content.fetch(
        run(0, 0),
        1,
        (_, _, _) -> {
          throw new IOException("torn");
        },
        Runnable::run,
        got);

    assertThat(got.failed).isEqualTo(1);
    assertThat(cache.inUse()).isZero();
    fetched(run(0, 0));
    assertThat(reads).isEqualTo(1);
  }

  /** Whoever joined is told, and the next one begins anew. */
  @Test
  void aReadThatBreaksDownIsOver() {
    Queue<Runnable> disk = new ArrayDeque<>();
    Got got = new Got();
    for (int i = 0; i < 3; i++) {
      content.fetch(
          run(0, 0),
          1,
          (_, _, _) -> {
            throw new InternalError("a fault in mapped memory");
          },
          disk::add,
          got);
    }

    assertThatThrownBy(disk.remove()::run).isInstanceOf(InternalError.class);

    assertThat(got.failed).isEqualTo(3);
    fetched(run(0, 0));
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void aReadThatTheDiskRefusesIsOver() {
    Got got = new Got();

    content.fetch(
        run(0, 0),
        1,
        this::slowly,
        _ -> {
          throw new RejectedExecutionException();
        },
        got);

    assertThat(got.failed).isEqualTo(1);
    fetched(run(0, 0));
    assertThat(reads).isEqualTo(1);
  }

  /** One who cannot be told anything must not keep others waiting. */
  @Test
  void oneAskerWhoIsBrokenHarmsNoOther() {
    Queue<Runnable> disk = new ArrayDeque<>();
    Got got = new Got();
    RunAsker broken =
        new RunAsker() {
          @Override
          public void arrived(ByteBuffer bytes) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void failed() {}
        };
    content.fetch(run(0, 0), 1, this::slowly, disk::add, broken);
    content.fetch(run(0, 0), 1, this::slowly, disk::add, got);

    disk.remove().run();

    assertThat(got.arrived).isEqualTo(1);
  }

  /** What slow sockets go on sending takes the room of what is wanted least, not all of it. */
  @Test
  void whatIsWantedComesInWhileSlowSocketsHoldBlocksThatAreGone() {
    List<HeldBlock> sending = new ArrayList<>();
    while (cache.inUse() < BlockCache.LEAST + (13 << 20)) {
      sending.addAll(sentThoughGone());
    }
    for (int piece = 0; piece < 32; piece++) {
      want(run(piece, 0));
    }

    for (int i = 0; i < 20; i++) {
      want(run(50, 0));
    }

    List<HeldBlock> held = take(run(50, 0), 1);
    assertThat(held).isNotEmpty();
    release(held);
    release(sending);
  }

  /** All blocks of a run whose content was closed while a socket sends them. */
  private List<HeldBlock> sentThoughGone() {
    try (CachedContent one = cache.open("cd", "one", CONTENT)) {
      one.fetch(run(0, 0), 16, this::slowly, Runnable::run, new Got());
      return one.take(run(0, 0), blocks(run(0, 0), 16));
    }
  }

  /** Sockets that take nothing cannot make it grow: then blocks are read as without a cache. */
  @Test
  void itNeverTakesMoreMemoryThanItMay() {
    List<HeldBlock> sending = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sending.addAll(sentThoughGone());
    }

    assertThat(cache.allocated()).isLessThanOrEqualTo(BlockCache.LEAST + (16 << 20));
    release(sending);
    fetched(run(0, 0));
    assertThat(cache.stats(0).bytes()).as("all is well again").isEqualTo(RUN);
  }

  @Test
  void aBlockAcrossTwoLeavesBelongsToNoRun() {
    assertThat(CachedContent.runOf(new Block(1, RUN - 16_384, 16_384))).isEqualTo(run(1, 0));
    assertThat(CachedContent.runOf(new Block(1, RUN, 16_384))).isEqualTo(run(1, 1));
    assertThat(CachedContent.runOf(new Block(1, RUN - 1, 2))).isNull();
    assertThat(CachedContent.runOf(new Block(1, 0, 32_768))).isNull();
  }
}
