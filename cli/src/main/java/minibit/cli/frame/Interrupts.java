package minibit.cli.frame;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM, turned into an orderly end: what was opened is closed in reverse order,
 * within a time the user accepts as "at once". Any thread.
 */
public final class Interrupts {
  /** Time for all closers together; a command must be gone 2 s after Ctrl-C. */
  static final Duration PATIENCE = Duration.ofMillis(1700);

  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private boolean finished;

  /** An action to be run once on interruption, the last registered first. */
  public synchronized void onInterrupt(Runnable closer) {
    closers.push(closer);
  }

  /** The action is no longer needed, because its object was closed in the ordinary way. */
  public synchronized void forget(Runnable closer) {
    closers.remove(closer);
  }

  /** Whether the user wants the end. */
  public boolean interrupted() {
    return interrupted.getCount() == 0;
  }

  /** Waits until the user wants the end. */
  public void await() throws InterruptedException {
    interrupted.await();
  }

  /** Waits that long at most; whether the user wants the end. */
  public boolean await(Duration time) throws InterruptedException {
    return interrupted.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Makes the signals of the process run the closers and exit with 130. After {@link #finish} the
   * hook does nothing, so that an ordinary exit keeps its code.
   */
  public void install(Runnable lastWords) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("interrupt")
                .unstarted(
                    () -> {
                      if (trigger()) {
                        lastWords.run();
                        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
                      }
                    }));
  }

  /**
   * The command came to its own end: a later exit of the process is no interruption. False if an
   * interruption came first; then the process ends by that.
   */
  public synchronized boolean finish() {
    finished = !interrupted();
    return finished;
  }

  /**
   * The user wants the end: runs the closers and returns when they are done or patience is over.
   * False if the command had finished before.
   */
  public boolean trigger() {
    List<Runnable> actions;
    synchronized (this) {
      if (finished) {
        return false;
      }
      actions = new ArrayList<>(closers);
      closers.clear();
      interrupted.countDown();
    }
    Thread closing = Thread.ofPlatform().daemon().name("closing").unstarted(() -> runAll(actions));
    closing.start();
    try {
      closing.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private static void runAll(List<Runnable> actions) {
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        // One closer that fails must not keep the others from running; the process ends anyway.
        System.getLogger("minibit.cli").log(System.Logger.Level.DEBUG, "while closing", e);
      }
    }
  }
}
