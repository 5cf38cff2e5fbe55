package minibit.daemon.fetch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that changes transfers. What comes after its end is dropped. */
final class Owner implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Owner.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("minibit-fetch").factory());

  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("news for a transfer came after the end");
    }
  }

  /** Does this again and again, that long after the last time. */
  void every(long millis, Runnable task) {
    var unused =
        thread.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** One fault of ours must not stop the transfers. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a step of a transfer failed", e);
      }
    };
  }

  /** Waits for an answer of the thread; what it throws is thrown here. */
  <T> T call(Supplier<T> question) {
    try {
      return CompletableFuture.supplyAsync(question, thread).join();
    } catch (RejectedExecutionException e) {
      throw new FetchException(FetchException.Code.CLOSED, "fetching has been closed");
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw e;
    }
  }

  /** Ends after what was asked for already. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
