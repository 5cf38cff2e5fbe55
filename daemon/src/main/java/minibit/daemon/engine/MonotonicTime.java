package minibit.daemon.engine;

import java.time.Instant;

/** The time as swarms are told it: the wall clock's at start, and then even steps forward. */
final class MonotonicTime {
  private final Instant start = Instant.now();
  private final long origin = System.nanoTime();

  Instant now() {
    return start.plusNanos(System.nanoTime() - origin);
  }
}
