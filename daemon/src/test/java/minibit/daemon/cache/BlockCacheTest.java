package minibit.daemon.cache;

import static minibit.daemon.cache.SlowContent.CONTENT;
import static minibit.daemon.cache.SlowContent.RUN;
import static minibit.daemon.cache.SlowContent.blocks;
import static minibit.daemon.cache.SlowContent.release;
import static minibit.daemon.cache.SlowContent.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import minibit.core.piece.Block;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wanted most stays in memory, and is let go of completely. */
class BlockCacheTest {
  private final SlowContent slow = new SlowContent();
  private final BlockCache cache = slow.cache();
  private final CachedContent content = slow.content();

  @AfterEach
  void nothingLeaks() {
    slow.close();
  }

  @Test
  void whatTheDiskIsSlowToGiveIsKept() {
    assertThat(slow.take(run(3, 1), 2)).isEmpty();

    slow.fetched(run(3, 1));

    List<HeldBlock> held = slow.take(run(3, 1), 2);
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

  /** Five who ask at once are five who ask. */
  @Test
  void whoeverWaitsForAReadCountsForItsDemand() {
    for (int turn = 0; turn < 3; turn++) {
      for (int piece = 0; piece < 16; piece++) {
        slow.want(run(piece, 0));
      }
    }
    Queue<Runnable> disk = new ArrayDeque<>();
    for (int i = 0; i < 12; i++) {
      content.fetch(run(40, 0), 1, slow::read, disk::add, new SlowContent.Got());
    }

    disk.forEach(Runnable::run);

    List<HeldBlock> held = slow.take(run(40, 0), 1);
    assertThat(held).isNotEmpty();
    release(held);
  }

  /** A socket may send for long: what it sends must not be given to others meanwhile. */
  @Test
  void aBlockThatIsBeingSentOutlivesItsPlaceInTheCache() {
    slow.fetched(run(1, 0));
    HeldBlock sending = slow.take(run(1, 0), 1).getFirst();

    content.close();
    assertThat(cache.inUse()).as("its own buffer, and no other of its run").isEqualTo(Block.SIZE);
    for (int i = 2; i < 40; i++) {
      slow.fetched(run(i, 0));
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
      slow.fetched(run(i, 0));
      slow.fetched(run(i, 1));
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
      slow.want(run(piece, 0));
    }
    for (int i = 0; i < 200; i++) {
      for (int piece = 0; piece < 4; piece++) {
        slow.want(run(piece, 0));
      }
    }

    for (int piece = 4; piece < 64; piece++) {
      slow.want(run(piece, 0));
      slow.want(run(piece, 1));
    }

    assertThat(cache.stats(4).mostWanted())
        .extracting(CacheStats.Wanted::piece)
        .containsExactly(0, 1, 2, 3);
    assertThat(cache.stats(4).mostWanted()).allMatch(CacheStats.Wanted::held);
  }

  @Test
  void nothingIsKeptOfAClosedContent() {
    slow.fetched(run(5, 0));

    content.close();

    assertThat(slow.take(run(5, 0), 1)).isEmpty();
    slow.fetched(run(5, 1));
    assertThat(cache.inUse()).as("read while it was closed").isZero();
    cache.stats(10);
  }

  /** What slow sockets go on sending takes the room of what is wanted least, not all of it. */
  @Test
  void whatIsWantedComesInWhileSlowSocketsHoldBlocksThatAreGone() {
    List<HeldBlock> sending = new ArrayList<>();
    while (cache.inUse() < BlockCache.LEAST + (13 << 20)) {
      sending.addAll(sentThoughGone());
    }
    for (int piece = 0; piece < 32; piece++) {
      slow.want(run(piece, 0));
    }

    for (int i = 0; i < 20; i++) {
      slow.want(run(50, 0));
    }

    List<HeldBlock> held = slow.take(run(50, 0), 1);
    assertThat(held).isNotEmpty();
    release(held);
    release(sending);
  }

  /** All blocks of a run whose content was closed while a socket sends them. */
  private List<HeldBlock> sentThoughGone() {
    try (CachedContent one = cache.open("cd", "one", CONTENT)) {
      one.fetch(run(0, 0), 16, slow::read, Runnable::run, new SlowContent.Got());
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
    slow.fetched(run(0, 0));
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
