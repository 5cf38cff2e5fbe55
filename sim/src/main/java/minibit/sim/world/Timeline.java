package minibit.sim.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, in order of time and, at one time, in the order it was set. */
final class Timeline {
  /** When every simulation begins. */
  static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private long now;
  private long order;

  private record Due(long at, long order, Runnable action) {}

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  /** The time as the core is told it. */
  Instant instant() {
    return BEGINNING.plusNanos(now);
  }

  /** Time passed since the beginning. */
  Duration elapsed() {
    return Duration.ofNanos(now);
  }

  /** Nanoseconds from the beginning to this time. */
  static long nanos(Instant at) {
    return Duration.between(BEGINNING, at).toNanos();
  }

  /** Sets what happens at a time, or now if that is over. */
  void at(long nanos, Runnable action) {
    queue.add(new Due(Math.max(nanos, now), order++, action));
  }

  /** Sets what happens after so many nanoseconds. */
  void after(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** Lets the next thing happen, unless there is none before the limit. */
  boolean step(long limit) {
    Due due = queue.peek();
    if (due == null || due.at() > limit) {
      return false;
    }
    queue.poll();
    now = due.at();
    due.action().run();
    return true;
  }
}
