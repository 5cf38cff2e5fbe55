package minibit.daemon.fetch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import minibit.core.words.Sentence;
import minibit.daemon.fetch.model.FetchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that changes transfers. What comes after its end is dropped. */
final class OwnerThread implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerThread.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("minibit-fetch").factory());

  private long pauseMillis;
  private BooleanSupplier beat = () -> false;
  private boolean beating;

  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("news for a transfer came after the end");
    }
  }

  /**
   * Does this again and again, that long after the last time, while it says that there is something
   * to look after; then no more until somebody had something done here. An owner of nothing sleeps.
   */
  void beat(long millis, BooleanSupplier task) {
    execute(
        () -> {
          pauseMillis = millis;
          beat = task;
        });
  }

  private void onBeat() {
    beating = false;
    boolean more = true;
    try {
      more = beat.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.error("looking after the transfers failed", e);
    }
    if (more) {
      stir();
    }
  }

  private void stir() {
    if (!beating && pauseMillis > 0) {
      try {
        var unused = thread.schedule(this::onBeat, pauseMillis, TimeUnit.MILLISECONDS);
        beating = true;
      } catch (RejectedExecutionException e) {
        LOG.debug("no beat after the end");
      }
    }
  }

  /** One fault of ours must not stop the transfers. */
  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a step of a transfer failed", e);
      } finally {
        stir();
      }
    };
  }

  private <T> T answered(Supplier<T> question) {
    try {
      return question.get();
    } finally {
      stir();
    }
  }

  /** Waits for an answer of the thread; what it throws is thrown here. */
  <T> T call(Supplier<T> question) {
    try {
      return CompletableFuture.supplyAsync(() -> answered(question), thread).join();
    } catch (RejectedExecutionException e) {
      throw new FetchException(
          FetchException.Code.CLOSED, Sentence.of("fetching-closed", "fetching has been closed"));
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
