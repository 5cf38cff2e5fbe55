package minibit.cli.shell;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import minibit.cli.frame.Interrupts;

/** One running command that can be cancelled: told first, interrupted if it does not listen. */
final class Cancelling {
  /** A command that watches for its end has told how it ended by then. */
  private static final Duration GRACE = Duration.ofMillis(300);

  private final Interrupts interrupts = new Interrupts();
  private final Thread runner = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);

  Interrupts interrupts() {
    return interrupts;
  }

  /** Called by whoever hears Ctrl-C; returns at once. */
  void cancel() {
    Thread.ofVirtual().name("cancel").start(this::cancelAndWait);
  }

  private void cancelAndWait() {
    interrupts.trigger();
    try {
      if (!ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        interruptRunner();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void interruptRunner() {
    if (ended.getCount() > 0) {
      runner.interrupt();
    }
  }

  /** The command ended; its thread is free of interruption from now on. */
  synchronized void end() {
    ended.countDown();
    Thread.interrupted();
  }
}
