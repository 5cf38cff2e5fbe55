package minibit.daemon.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import minibit.daemon.disk.NumberedThreads;

/**
 * The threads that read and write files. One that is stuck in a call, as on a disk that hangs, does
 * not count: while others wait, another thread takes its place. Any thread.
 */
final class DiskThreads implements Executor {
  /** Threads that are not stuck: enough to keep a disk's queue filled. */
  static final int COUNT = 4;

  /**
   * Threads that may be stuck and replaced: each torrent on a hung disk has one, and its readers.
   */
  private static final int MOST_STUCK = 64;

  /** A call that takes longer is stuck: a disk that has to spin up is back in time. */
  private static final long STUCK_NANOS = 2_000_000_000L;

  /** How often is looked while tasks wait. */
  private static final long LOOK_MILLIS = 500;

  private final ScheduledExecutorService timer;
  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Worker> mine = ThreadLocal.withInitial(this::newWorker);
  private final AtomicBoolean looking = new AtomicBoolean();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          COUNT,
          COUNT,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          new NumberedThreads("minibit-disk"));

  /** What one thread does. */
  private static final class Worker {
    final Thread thread = Thread.currentThread();
    volatile long since;
    volatile boolean busy;
  }

  /** Threads that are started when there is something to do; the timer looks after them. */
  DiskThreads(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  private Worker newWorker() {
    Worker worker = new Worker();
    workers.add(worker);
    return worker;
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(() -> run(task));
    if (!pool.getQueue().isEmpty()) {
      lookSoon();
    }
  }

  private void run(Runnable task) {
    Worker worker = mine.get();
    worker.since = System.nanoTime();
    worker.busy = true;
    try {
      task.run();
    } finally {
      worker.busy = false;
    }
  }

  private void lookSoon() {
    if (looking.compareAndSet(false, true)) {
      try {
        timer.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // All ends: what waits is done by those that are left.
        looking.set(true);
      }
    }
  }

  private void look() {
    long now = System.nanoTime();
    workers.removeIf(worker -> !worker.thread.isAlive());
    int stuck = 0;
    for (Worker worker : workers) {
      stuck += worker.busy && now - worker.since > STUCK_NANOS ? 1 : 0;
    }
    resize(COUNT + Math.min(stuck, MOST_STUCK));
    looking.set(false);
    if (!pool.getQueue().isEmpty() || stuck > 0) {
      lookSoon();
    }
  }

  private void resize(int threads) {
    if (threads > pool.getMaximumPoolSize()) {
      pool.setMaximumPoolSize(threads);
      pool.setCorePoolSize(threads);
    } else if (threads < pool.getMaximumPoolSize()) {
      pool.setCorePoolSize(threads);
      pool.setMaximumPoolSize(threads);
    }
  }

  /** Tasks that no thread has begun. */
  int waiting() {
    return pool.getQueue().size();
  }

  /** Takes no more tasks; those that wait are done. */
  void shutdown() {
    pool.shutdown();
  }

  /** Waits for the last task, at most so long. */
  void awaitTermination(long millis) throws InterruptedException {
    pool.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }
}
