package minibit.daemon.fetch;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import minibit.core.words.Sentence;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.transfer.TransferOwner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes transfers. What comes after its end is dropped; who waits for an
 * answer then is told that there will be none.
 */
final class OwnerThread implements TransferOwner, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerThread.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("minibit-fetch").factory());

  /** Those who wait for an answer. */
  private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();

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

  /**
   * Waits for an answer of the thread; what it throws is thrown here. Not on the thread itself.
   *
   * @throws FetchException with {@code closed} if it ends before it answers
   */
  @Override
  public <T> T call(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    waiting.add(answer);
    try {
      thread.execute(() -> answer(question, answer));
      return answer.join();
    } catch (RejectedExecutionException e) {
      throw closed();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw e;
    } finally {
      waiting.remove(answer);
    }
  }

  private <T> void answer(Supplier<T> question, CompletableFuture<T> answer) {
    try {
      answer.complete(question.get());
    } catch (Throwable e) {
      // Whoever asked throws it.
      answer.completeExceptionally(e);
    } finally {
      stir();
    }
  }

  private static FetchException closed() {
    return new FetchException(
        FetchException.Code.CLOSED, Sentence.of("fetching-closed", "fetching has been closed"));
  }

  /** How many wait for an answer. */
  int waiting() {
    return waiting.size();
  }

  /**
   * Ends after what was asked for already, unless that takes longer than a second: then nobody
   * waits for it any more.
   */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    // Whoever asks from now on is refused, so these are all.
    waiting.forEach(answer -> answer.completeExceptionally(closed()));
  }
}
