package minibit.daemon.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The same work on every core, until it is done. */
final class Workers {
  private Workers() {}

  /** What each worker does: takes its share until there is none left. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** What is done for one of many. */
  @FunctionalInterface
  interface Step {
    void at(int index) throws IOException;
  }

  /** Does a step for every number below a count, in no order; as {@link #run}. */
  static void forEach(int count, Step step) throws IOException, InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Work work =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            if (Thread.currentThread().isInterrupted()) {
              return;
            }
            step.at(i);
          }
        };
    if (count > 1) {
      run(work);
    } else {
      work.run();
    }
  }

  /**
   * Runs one worker per core and waits for all. The first that fails ends the others, by
   * interrupting them.
   */
  static void run(Work work) throws IOException, InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(cores, new NumberedThreads("hash"));
    try {
      ExecutorCompletionService<Boolean> running = new ExecutorCompletionService<>(pool);
      List<Future<Boolean>> all = new ArrayList<>();
      Callable<Boolean> task =
          () -> {
            work.run();
            return true;
          };
      for (int i = 0; i < cores; i++) {
        all.add(running.submit(task));
      }
      for (int i = 0; i < all.size(); i++) {
        running.take().get();
      }
    } catch (ExecutionException e) {
      throw asThrown(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static IOException asThrown(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException io -> io;
      case RuntimeException ours -> throw ours;
      case Error error -> throw error;
      case null, default -> new IOException(e.getCause());
    };
  }
}
