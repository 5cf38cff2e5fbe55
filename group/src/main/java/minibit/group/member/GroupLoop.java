package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns a membership, and its time. Any thread may post to it. */
final class GroupLoop {
  private static final Logger log = LoggerFactory.getLogger(GroupLoop.class);

  /** Time for what is being done when all is to stop: nothing there waits. */
  private static final Duration LAST_TASK = Duration.ofMillis(500);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("group").daemon().factory());
  private final long started = System.nanoTime();
  private Duration soon = Duration.ZERO;
  private Supplier<Duration> look = () -> Duration.ofDays(1);
  private @Nullable ScheduledFuture<?> next;

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
      return CompletableFuture.supplyAsync(() -> answered(task), thread)
          .thenCompose(Function.identity());
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new IllegalStateException("this member has left", e));
    }
  }

  /** Answers a question there that changes nothing, so that nobody need look around for it. */
  <T> CompletableFuture<T> read(Supplier<T> question) {
    try {
      return CompletableFuture.supplyAsync(question, thread);
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

  /**
   * Looks around now, and again after the time that each look asks for; earlier when a task was run
   * meanwhile, which may have changed something. So a quiet group costs a look a second, not
   * twenty.
   *
   * @param after a task, the look that follows it
   */
  void lookAround(Duration after, Supplier<Duration> around) {
    post(
        () -> {
          soon = after;
          look = around;
          lookNow();
        });
  }

  private void lookNow() {
    Duration pause = soon;
    try {
      pause = look.get();
    } catch (RuntimeException e) {
      fault(e);
    }
    lookAfter(pause);
  }

  /** The look after this pause takes the place of the one that was to come. */
  private void lookAfter(Duration pause) {
    ScheduledFuture<?> before = next;
    if (before != null) {
      before.cancel(false);
    }
    try {
      next = thread.schedule(this::lookNow, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed already");
    }
  }

  private void stir() {
    ScheduledFuture<?> coming = next;
    if (coming != null && coming.getDelay(TimeUnit.NANOSECONDS) > soon.toNanos()) {
      lookAfter(soon);
    }
  }

  private <T> T answered(Supplier<T> task) {
    try {
      return task.get();
    } finally {
      stir();
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      fault(e);
    } finally {
      stir();
    }
  }

  /** Our own mistake: said loudly, and the member goes on. */
  private static void fault(RuntimeException mistake) {
    log.error("group: {}", mistake.getMessage(), mistake);
  }

  void stop() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(LAST_TASK.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("the group's thread is still busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
