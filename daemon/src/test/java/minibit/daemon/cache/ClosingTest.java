package minibit.daemon.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import minibit.core.piece.Geometry;
import minibit.daemon.cache.CachedContent.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Closing one of very many contents costs what that one has in the cache, and forgets all of it.
 */
class ClosingTest {
  private static final int PIECE = BlockCache.RUN;
  private static final int PIECES = 64;
  private static final Geometry CONTENT = Geometry.linear((long) PIECES * PIECE, PIECE);

  private final BlockCache cache = new BlockCache(BlockCache.LEAST);

  @AfterEach
  void nothingLeaks() {
    cache.close();
    assertThat(cache.inUse()).isZero();
  }

  private CachedContent open(int number) {
    return cache.open("%04x".formatted(number), "file " + number, CONTENT);
  }

  private static void ask(CachedContent content, int piece) {
    Run run = new Run(piece, 0);
    content.wanted(run, 1);
    content.fetch(run, 1, ClosingTest::slowly, Runnable::run, new Nobody());
  }

  private static void slowly(int piece, int begin, ByteBuffer into) {
    long end = System.nanoTime() + 500_000;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    into.position(into.limit());
  }

  private static final class Nobody implements RunAsker {
    @Override
    public void arrived(ByteBuffer bytes) {}

    @Override
    public void failed() {}
  }

  /** What gave way to others has not to be forgotten, so as long as demand for it is. */
  @Test
  void aContentKnowsWhatThereIsOfIt() {
    List<CachedContent> contents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      CachedContent content = open(i);
      contents.add(content);
      for (int piece = 0; piece < PIECES; piece++) {
        content.wanted(new Run(piece, 0), 1);
      }
    }
    for (int piece = 0; piece < PIECES; piece++) {
      ask(contents.getLast(), piece);
    }
    int counted = cache.stats(Integer.MAX_VALUE).mostWanted().size();

    // 12,800 were asked for, of which 4,096 are counted; each that is held was asked for.
    assertThat(counted).isLessThanOrEqualTo(4096);
    assertThat(contents.stream().mapToInt(CachedContent::noted).sum())
        .isBetween(counted, counted + PIECES);
    assertThat(contents.getLast().noted()).isLessThanOrEqualTo(PIECES);
    contents.forEach(CachedContent::close);
    assertThat(cache.inUse()).isZero();
    assertThat(cache.stats(10).mostWanted()).isEmpty();
  }

  /** Others keep what they have. */
  @Test
  void closingForgetsItsOwn() {
    CachedContent one = open(1);
    CachedContent two = open(2);
    for (int piece = 0; piece < 4; piece++) {
      ask(one, piece);
      ask(two, piece);
    }

    one.close();

    assertThat(cache.stats(100).mostWanted())
        .extracting(CacheStats.Wanted::name)
        .containsOnly("file 2")
        .hasSize(4);
    assertThat(cache.inUse()).isEqualTo(4L * PIECE);
    assertThat(one.noted()).isZero();
    assertThat(two.noted()).isEqualTo(4);
    two.close();
  }

  /** Many threads ask while runs come, go and come again: whatever is left is found at the end. */
  @Test
  void nothingIsOverlookedThatComesAndGoes() throws Exception {
    CachedContent content = open(1);
    List<Thread> askers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random chance = new Random(i);
      askers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int round = 0; round < 500; round++) {
                      ask(content, chance.nextInt(PIECES));
                    }
                  }));
    }
    for (Thread asker : askers) {
      asker.join();
    }

    content.close();

    assertThat(cache.inUse()).isZero();
    assertThat(cache.stats(100).mostWanted()).isEmpty();
  }

  /** The most wanted come first, in an order that is the same each time. */
  @Test
  void theMostWantedAreChosenAmongAll() {
    CachedContent content = open(1);
    for (int piece = 0; piece < PIECES; piece++) {
      content.wanted(new Run(piece, 0), 1 + piece % 8);
    }

    assertThat(cache.stats(10).mostWanted())
        .extracting(CacheStats.Wanted::piece)
        .containsExactly(7, 15, 23, 31, 39, 47, 55, 63, 6, 14);
    assertThat(cache.stats(0).mostWanted()).isEmpty();
    content.close();
  }
}
