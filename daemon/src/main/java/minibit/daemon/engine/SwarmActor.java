package minibit.daemon.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import minibit.core.swarm.SwarmEffect;
import minibit.core.swarm.SwarmEvent;
import org.jspecify.annotations.Nullable;

/**
 * A swarm and its mailbox: one owner at a time, and no thread. Whoever brings an event and finds
 * nobody at work does the work, also what others bring meanwhile. Performing effects must not
 * block.
 *
 * @param <S> what decides
 */
final class SwarmActor<S> {
  /**
   * Events that may wait. Beyond, bringing one waits, so that a flood of messages slows its loop,
   * and TCP slows the peers.
   */
  private static final int CAPACITY = 8192;

  /** Events after which the deadline is looked at, however many wait. */
  private static final int BATCH = 256;

  /** What a swarm has to offer to be run. */
  interface Decider {
    List<SwarmEffect> handle(Instant now, SwarmEvent event);

    Instant deadline();
  }

  private final S state;
  private final Decider decider;
  private final Consumer<SwarmEffect> perform;
  private final Consumer<Throwable> broken;
  private final ScheduledExecutorService timer;
  private final MonotonicTime time;
  private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable Thread owner;
  private volatile boolean stopped;
  // Only the owner touches these.
  private Instant alarm = Instant.MAX;
  private @Nullable Future<?> alarmTask;

  SwarmActor(
      S state,
      Decider decider,
      Consumer<SwarmEffect> perform,
      Consumer<Throwable> broken,
      ScheduledExecutorService timer,
      MonotonicTime time) {
    this.state = state;
    this.decider = decider;
    this.perform = perform;
    this.broken = broken;
    this.timer = timer;
    this.time = time;
  }

  /** Brings an event. Any thread. */
  void post(SwarmEvent event) {
    bring(() -> decide(event));
  }

  /** Asks the state something, between two events. */
  <T> CompletableFuture<T> ask(Function<S, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (stopped) {
      answer.cancel(false);
      return answer;
    }
    bring(
        () -> {
          try {
            answer.complete(question.apply(state));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /** Nothing is decided any more. */
  void stop() {
    stopped = true;
  }

  private void bring(Runnable task) {
    while (waiting.get() > CAPACITY && owner != Thread.currentThread() && !stopped) {
      LockSupport.parkNanos(50_000);
    }
    mailbox.add(task);
    if (waiting.getAndIncrement() == 0) {
      drain();
    }
  }

  private void drain() {
    owner = Thread.currentThread();
    int left = 1;
    int done = 0;
    while (left > 0) {
      Runnable task = mailbox.poll();
      if (task == null) {
        throw new AssertionError("a counted event is missing");
      }
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        stopped = true;
        broken.accept(e);
      }
      done++;
      if (waiting.get() == 1 || done % BATCH == 0) {
        setAlarm();
      }
      if (waiting.get() == 1) {
        owner = null;
      }
      left = waiting.decrementAndGet();
      if (left > 0) {
        owner = Thread.currentThread();
      }
    }
  }

  private void decide(SwarmEvent event) {
    if (stopped) {
      return;
    }
    for (SwarmEffect effect : decider.handle(time.now(), event)) {
      perform.accept(effect);
    }
  }

  private void setAlarm() {
    if (stopped) {
      return;
    }
    Instant due = decider.deadline();
    if (!due.isBefore(alarm) || due.equals(Instant.MAX)) {
      return;
    }
    Future<?> old = alarmTask;
    if (old != null) {
      old.cancel(false);
    }
    alarm = due;
    long delay;
    try {
      delay = Math.max(0, Duration.between(time.now(), due).toNanos());
    } catch (ArithmeticException e) {
      delay = TimeUnit.DAYS.toNanos(1);
    }
    try {
      alarmTask = timer.schedule(() -> bring(this::rung), delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      stopped = true;
    }
  }

  private void rung() {
    alarm = Instant.MAX;
    alarmTask = null;
    if (!stopped && !decider.deadline().isAfter(time.now())) {
      decide(new SwarmEvent.DeadlineReached());
    }
  }
}
