package minibit.group.vote;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Wakes whoever waits for an election to go on. Ringing never waits. Any thread. */
final class ElectionBell {
  /**
   * How long a waiter sleeps at most before it looks again: Raft tells of a change now and then
   * shortly before its own view shows it, and of a new term without a leader not at all.
   */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private long rings;

  /** Something about the election may have changed. */
  void ring() {
    lock.lock();
    try {
      rings++;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Looks now, and whenever the bell rang, until there is something or the time is over. */
  <T> Optional<T> await(Supplier<Optional<T>> look, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      long before = heard();
      Optional<T> found = look.get();
      long left = end - System.nanoTime();
      if (found.isPresent() || left <= 0) {
        return found;
      }
      sleep(before, Math.min(left, LOOK_AGAIN.toNanos()));
    }
  }

  private long heard() {
    lock.lock();
    try {
      return rings;
    } finally {
      lock.unlock();
    }
  }

  /** Until it rings, or already rang since then. */
  private void sleep(long since, long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (rings == since && left > 0) {
        left = rung.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
