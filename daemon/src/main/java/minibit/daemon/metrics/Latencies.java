package minibit.daemon.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How long something took, counted by how many took at most so long. Any thread. */
public final class Latencies {
  /** Upper ends of the buckets in milliseconds: an index answers in one, a far tracker in many. */
  static final List<Integer> BOUNDS = List.of(1, 3, 10, 30, 100, 300, 1000, 3000);

  private final List<LongAdder> within =
      Stream.generate(LongAdder::new).limit(BOUNDS.size()).toList();
  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /** Does it, and counts how long it took, however it ends. */
  public <T> T time(Supplier<T> work) {
    long begun = System.nanoTime();
    try {
      return work.get();
    } finally {
      add(System.nanoTime() - begun);
    }
  }

  void add(long took) {
    count.increment();
    nanos.add(took);
    for (int i = 0; i < BOUNDS.size(); i++) {
      if (took <= TimeUnit.MILLISECONDS.toNanos(BOUNDS.get(i))) {
        within.get(i).increment();
      }
    }
  }

  long count() {
    return count.sum();
  }

  double seconds() {
    return nanos.sum() / 1e9;
  }

  /** How many took at most as long as this bound. */
  long within(int bound) {
    return within.get(bound).sum();
  }
}
