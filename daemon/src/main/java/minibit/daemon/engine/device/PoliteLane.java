package minibit.daemon.engine.device;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Runs tasks one at a time on another executor's threads, and before each goes to the end of that
 * one's queue: what matters more never waits for more than one of them. Any thread.
 */
final class PoliteLane implements Executor {
  private final Executor threads;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;

  PoliteLane(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    threads.execute(this::runOne);
  }

  private void runOne() {
    Runnable task;
    synchronized (tasks) {
      task = tasks.remove();
    }
    try {
      task.run();
    } finally {
      goOn();
    }
  }

  private void goOn() {
    synchronized (tasks) {
      running = !tasks.isEmpty();
      if (!running) {
        return;
      }
    }
    threads.execute(this::runOne);
  }
}
