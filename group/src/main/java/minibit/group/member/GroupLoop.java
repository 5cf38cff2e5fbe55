package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns a membership, and its time. Any thread may post to it. */
final class GroupLoop {
  private static final Logger log = LoggerFactory.getLogger(GroupLoop.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("group").daemon().factory());
  private final long started = System.nanoTime();

  /** Time that only goes forward: what a clock on the wall does is no reason to miss anybody. */
  Instant now() {
    return Instant.EPOCH.plusNanos(System.nanoTime() - started);
  }

  void post(Runnable task) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      log.debug("closed already");
    }
  }

  /** Runs a task there that has an answer, now or later. */
  <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> task) {
    try {
      return CompletableFuture.supplyAsync(task, thread).thenCompose(Function.identity());
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new IllegalStateException("this member has left", e));
    }
  }

  /** Completes after the wait; exceptionally if this loop is closed already. */
  CompletableFuture<Void> later(Duration wait) {
    CompletableFuture<Void> later = new CompletableFuture<>();
    try {
      thread.schedule(
          () -> guarded(() -> later.complete(null)), wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      later.completeExceptionally(new IllegalStateException("this member has left", e));
    }
    return later;
  }

  void every(Duration pause, Runnable task) {
    thread.scheduleWithFixedDelay(() -> guarded(task), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // Our own mistake: said loudly, and the member goes on.
      log.error("group: {}", e.getMessage(), e);
    }
  }

  void stop() {
    thread.shutdownNow();
  }
}
