package minibit.daemon.engine.device;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import minibit.daemon.disk.NumberedThreads;

/**
 * The threads that read and write the files of one device. If it hangs they hang with it, and
 * nobody else's. Any thread.
 */
final class DiskThreads implements Executor {
  /** Threads of a device: enough to keep a disk's queue filled. */
  static final int COUNT = 4;

  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Worker> mine = ThreadLocal.withInitial(this::newWorker);
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
    volatile long since;
    volatile boolean busy;
  }

  private Worker newWorker() {
    Worker worker = new Worker();
    workers.add(worker);
    return worker;
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(() -> run(task));
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

  /** Nanoseconds since the oldest task that is being done was begun; 0 if none is. */
  long busyFor(long now) {
    long longest = 0;
    for (Worker worker : workers) {
      long since = worker.since;
      longest = worker.busy ? Math.max(longest, now - since) : longest;
    }
    return longest;
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
  void awaitTermination(long nanos) throws InterruptedException {
    pool.awaitTermination(nanos, TimeUnit.NANOSECONDS);
  }
}
