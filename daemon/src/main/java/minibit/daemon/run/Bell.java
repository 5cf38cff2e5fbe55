package minibit.daemon.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Wakes whoever waits for something to become so. Any thread. */
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();

  /** Something has changed: whoever waits looks again. */
  void ring() {
    lock.lock();
    try {
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What is looked for, as soon as it is there after a ring; empty after the limit. */
  <T> Optional<T> await(Supplier<Optional<T>> look, Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      Optional<T> found = look.get();
      while (found.isEmpty() && left > 0) {
        left = rung.awaitNanos(left);
        found = look.get();
      }
      return found;
    } finally {
      lock.unlock();
    }
  }
}
