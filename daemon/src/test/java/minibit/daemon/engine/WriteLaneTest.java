package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriteLaneTest {
  private final List<List<Integer>> written = new ArrayList<>();
  private final Queue<Runnable> pool = new ArrayDeque<>();

  /** What waits is one turn, in the order it came; the pool has one task of a lane at a time. */
  @Test
  void whatWaitsIsWrittenTogether() {
    WriteLane<Integer> lane = new WriteLane<>(pool::add, written::add);
    lane.add(List.of(1, 2));
    lane.add(List.of(3));

    assertThat(pool).hasSize(1);
    pool.remove().run();
    assertThat(written).containsExactly(List.of(1, 2, 3));
    assertThat(pool).isEmpty();

    lane.add(List.of(4));
    pool.remove().run();
    assertThat(written).last().isEqualTo(List.of(4));
  }

  /** After a full turn others have theirs: the lane queues again behind them. */
  @Test
  void aLongQueueYields() {
    WriteLane<Integer> lane = new WriteLane<>(pool::add, written::add);
    for (int i = 0; i < 3; i++) {
      lane.add(IntStream.range(0, 200).boxed().toList());
    }
    pool.remove().run();
    assertThat(written).singleElement().satisfies(turn -> assertThat(turn).hasSize(400));
    assertThat(pool).hasSize(1);
    pool.remove().run();
    assertThat(written).last().satisfies(turn -> assertThat(turn).hasSize(200));
  }

  /** A pool that closes meanwhile loses nothing of what it had begun. */
  @Test
  void aClosingPoolStillWritesWhatWasTaken() {
    boolean[] closed = {false};
    WriteLane<Integer> lane =
        new WriteLane<>(
            task -> {
              if (closed[0]) {
                throw new RejectedExecutionException();
              }
              pool.add(task);
            },
            written::add);
    for (int i = 0; i < 3; i++) {
      lane.add(IntStream.range(0, 300).boxed().toList());
    }
    closed[0] = true;
    pool.remove().run();
    assertThat(written).hasSize(3);
  }

  /** Never two at a time, and nothing left behind, whoever adds. */
  @Test
  void oneWriterAtATime() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger blocks = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    WriteLane<Integer> lane =
        new WriteLane<>(
            threads,
            batch -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              blocks.addAndGet(batch.size());
              inside.decrementAndGet();
            });
    try (ExecutorService adders = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        adders.execute(
            () -> {
              for (int n = 0; n < 2_000; n++) {
                lane.add(List.of(n));
              }
            });
      }
    }
    // Whoever finds the lane empty has its task queued already: closing waits for all of them.
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(blocks).hasValue(8_000);
    assertThat(most).hasValue(1);
  }
}
