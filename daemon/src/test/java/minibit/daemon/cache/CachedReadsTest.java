package minibit.daemon.cache;

import static minibit.daemon.cache.SlowContent.PIECE;
import static minibit.daemon.cache.SlowContent.RUN;
import static minibit.daemon.cache.SlowContent.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import minibit.core.piece.Geometry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many want at once is read once, and whoever waits for it is told. */
class CachedReadsTest {
  private final SlowContent slow = new SlowContent();
  private final BlockCache cache = slow.cache();
  private final CachedContent content = slow.content();

  @AfterEach
  void nothingLeaks() {
    slow.close();
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
    SlowContent.Got got = new SlowContent.Got();
    for (int i = 0; i < 5; i++) {
      content.fetch(run(0, 0), 2, slow::read, disk::add, got);
    }

    disk.forEach(Runnable::run);

    assertThat(slow.reads()).isEqualTo(1);
    assertThat(got.arrivals()).isEqualTo(5);
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
    SlowContent.Got got = new SlowContent.Got();
    for (int piece = 0; piece < 512; piece++) {
      large.fetch(run(piece, 0), 1, slow::read, disk::add, got);
    }

    large.fetch(run(0, 0), 1, slow::read, disk::add, got);

    assertThat(disk).hasSize(512);
    disk.forEach(Runnable::run);
    assertThat(got.arrivals()).isEqualTo(513);
    large.close();
  }

  @Test
  void aReadThatFailsIsKeptByNobody() {
    SlowContent.Got got = new SlowContent.Got();
    content.fetch(
        run(0, 0),
        1,
        (_, _, _) -> {
          throw new IOException("torn");
        },
        Runnable::run,
        got);

    assertThat(got.failures()).isEqualTo(1);
    assertThat(cache.inUse()).isZero();
    slow.fetched(run(0, 0));
    assertThat(slow.reads()).isEqualTo(1);
  }

  /** Whoever joined is told, and the next one begins anew. */
  @Test
  void aReadThatBreaksDownIsOver() {
    Queue<Runnable> disk = new ArrayDeque<>();
    SlowContent.Got got = new SlowContent.Got();
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

    assertThat(got.failures()).isEqualTo(3);
    slow.fetched(run(0, 0));
    assertThat(slow.reads()).isEqualTo(1);
  }

  @Test
  void aReadThatTheDiskRefusesIsOver() {
    SlowContent.Got got = new SlowContent.Got();

    content.fetch(
        run(0, 0),
        1,
        slow::read,
        _ -> {
          throw new RejectedExecutionException();
        },
        got);

    assertThat(got.failures()).isEqualTo(1);
    slow.fetched(run(0, 0));
    assertThat(slow.reads()).isEqualTo(1);
  }

  /** One who cannot be told anything must not keep others waiting. */
  @Test
  void oneAskerWhoIsBrokenHarmsNoOther() {
    Queue<Runnable> disk = new ArrayDeque<>();
    SlowContent.Got got = new SlowContent.Got();
    RunAsker broken =
        new RunAsker() {
          @Override
          public void arrived(ByteBuffer bytes) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void failed() {}
        };
    content.fetch(run(0, 0), 1, slow::read, disk::add, broken);
    content.fetch(run(0, 0), 1, slow::read, disk::add, got);

    disk.remove().run();

    assertThat(got.arrivals()).isEqualTo(1);
  }
}
