package minibit.daemon.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in reverse order, whatever one of them says. One thread. */
final class Closers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Closers.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  /** Closes these at the same time and returns when all are closed, or the time is over. */
  static void together(Duration most, List<AutoCloseable> closeables) {
    CountDownLatch open = new CountDownLatch(closeables.size());
    for (AutoCloseable closeable : closeables) {
      // Not virtual: some of these leave threads behind that inherit from the one that runs them.
      Thread.ofPlatform()
          .daemon()
          .name("closing")
          .start(
              () -> {
                close(closeable);
                open.countDown();
              });
    }
    try {
      if (!open.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("something did not close within {}", most);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      log.warn("while closing: {}", e.toString());
    }
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      close(opened.pop());
    }
  }
}
