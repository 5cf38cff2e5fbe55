package minibit.daemon.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import minibit.daemon.engine.device.Backlog;

/**
 * Lets one thread of a pool at a time write for a torrent, in the order of arrival. The kernel lets
 * one writer into a file and has the others spin for it: four writers of one file took twice the
 * processor time of one. What waits goes to the writer together, so that neighbours may become one
 * write. Unbounded by itself: what waits holds buffers, of which a {@link Backlog} lets no device
 * have more than its share. Any thread.
 */
final class WriteLane<T> {
  /** Blocks written before other torrents have their turn on the thread: 4 MiB. */
  private static final int TURN = 256;

  private final Executor threads;
  private final Consumer<List<T>> writer;
  private final Queue<List<T>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger batches = new AtomicInteger();

  /**
   * A lane with nothing in it.
   *
   * @param writer writes what it is given, and throws nothing
   */
  WriteLane(Executor threads, Consumer<List<T>> writer) {
    this.threads = threads;
    this.writer = writer;
  }

  /** Has these written after all that were added before. */
  void add(List<T> batch) {
    waiting.add(batch);
    if (batches.getAndIncrement() == 0) {
      threads.execute(this::drain);
    }
  }

  private void drain() {
    int written;
    do {
      written = writeTurn();
    } while (batches.addAndGet(-written) > 0 && !handOn());
  }

  /** Writes what came together until the turn is full; says how many batches that were. */
  private int writeTurn() {
    List<T> turn = new ArrayList<>();
    int batches = 0;
    for (List<T> next = waiting.peek(); next != null && turn.size() < TURN; next = waiting.peek()) {
      turn.addAll(next);
      waiting.remove();
      batches++;
    }
    writer.accept(turn);
    return batches;
  }

  /** Goes to the end of the pool's queue. */
  private boolean handOn() {
    try {
      threads.execute(this::drain);
      return true;
    } catch (RejectedExecutionException e) {
      // The pool is closing, and writes what it had taken on.
      return false;
    }
  }
}
