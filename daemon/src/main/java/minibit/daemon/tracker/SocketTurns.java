package minibit.daemon.tracker;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the thread of a socket does, turn by turn, until it is stopped. After a turn that fails it
 * rests, twice as long each time up to {@link #LONGEST_REST}, so that a fault that stays costs
 * nothing; one that goes well ends that. A fault is told once for each thing it says.
 */
final class SocketTurns {
  private static final Logger LOG = LoggerFactory.getLogger(SocketTurns.class);

  /** A fault that passes, such as memory that the kernel lacks, has passed by then. */
  static final Duration FIRST_REST = Duration.ofMillis(10);

  /** How late a socket that works again may be read: askers ask again after 15 seconds. */
  static final Duration LONGEST_REST = Duration.ofSeconds(5);

  /** The words of a fault name an error number at most: more kinds than this are one. */
  private static final int MOST_KINDS = 16;

  private final Runnable failed;
  private final Set<String> told = new LinkedHashSet<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Waits for datagrams, and answers them. */
  @FunctionalInterface
  interface Turn {
    /**
     * One turn.
     *
     * @throws IOException if the socket cannot be read
     */
    void take() throws IOException;
  }

  /**
   * None taken yet.
   *
   * @param failed is told of each turn that fails
   */
  SocketTurns(Runnable failed) {
    this.failed = failed;
  }

  /** Takes turns until it is stopped; one thread. */
  void run(Turn turn) {
    Duration rest = FIRST_REST;
    while (stopped.getCount() > 0) {
      try {
        turn.take();
        rest = FIRST_REST;
      } catch (IOException | RuntimeException e) {
        if (stopped.getCount() == 0) {
          return;
        }
        failed.run();
        tell(e);
        if (isStoppedWithin(rest)) {
          return;
        }
        rest = longer(rest);
      }
    }
  }

  /** The rest that follows one, while the fault stays. */
  static Duration longer(Duration rest) {
    Duration twice = rest.multipliedBy(2);
    return twice.compareTo(LONGEST_REST) < 0 ? twice : LONGEST_REST;
  }

  private void tell(Exception fault) {
    String kind = Objects.requireNonNullElse(fault.getMessage(), fault.getClass().getName());
    if (told.size() < MOST_KINDS && told.add(kind)) {
      LOG.warn("a socket of the UDP tracker cannot be read, and is tried again: {}", kind, fault);
    }
  }

  private boolean isStoppedWithin(Duration rest) {
    try {
      return stopped.await(rest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** No other turn, and no rest from now on; one that waits for datagrams is woken elsewhere. */
  void stop() {
    stopped.countDown();
  }
}
