package minibit.daemon.share.hash;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import minibit.daemon.disk.QuietThread;
import minibit.daemon.share.hash.FileHashing.Run;
import minibit.daemon.share.hash.PieceReader.Digests;
import minibit.daemon.share.hash.PieceReader.StoppedException;
import minibit.daemon.share.scan.Stamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes files on all cores, small files first; a big one is shared among the threads, and a small
 * one that comes meanwhile goes before its rest. While transfers run, half of the threads work, and
 * each rests after every chunk as long as the chunk took, so that the disk is free at least half of
 * the time. Any thread.
 */
public final class HashPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HashPool.class);

  /** What opening a file costs, in bytes hashed: makes the pace the same for small and big ones. */
  private static final long PER_FILE = 256 << 10;

  /** The longest rest after a chunk: a disk that hangs must not make us hang longer. */
  private static final long MAX_REST = TimeUnit.MILLISECONDS.toNanos(100);

  /** How often a thread that rests for transfers asks again. */
  private static final long ASK_AGAIN = 250;

  private final HashListener listener;
  private final BooleanSupplier transfersRunning;
  private final long stepBytes;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicLong filesDone = new AtomicLong();
  private final Pace pace = new Pace();

  /** Guarded by this object, like all that follows. */
  private final PriorityQueue<Waiting> queue =
      new PriorityQueue<>(Comparator.comparingLong(Waiting::size).thenComparing(w -> w.job().id()));

  private final Map<Long, Waiting> waiting = new HashMap<>();
  private final Map<Long, FileHashing> begun = new HashMap<>();
  private long waitingBytes;
  private volatile boolean closed;

  /** A job, and whether it was dropped: then it stays in the queue until its turn would come. */
  private static final class Waiting {
    private final HashJob job;
    private final Map<Integer, byte[]> steps;
    private boolean dropped;

    Waiting(HashJob job, Map<Integer, byte[]> steps) {
      this.job = job;
      this.steps = steps;
    }

    HashJob job() {
      return job;
    }

    long size() {
      return job.stamp().size();
    }
  }

  /** A pool that has begun to wait for work. */
  public HashPool(int count, BooleanSupplier transfersRunning, HashListener listener) {
    this(count, transfersRunning, listener, FileHashing.STEP);
  }

  HashPool(int count, BooleanSupplier transfersRunning, HashListener listener, long stepBytes) {
    this.stepBytes = stepBytes;
    this.transfersRunning = transfersRunning;
    this.listener = listener;
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .name("share-hash-" + i)
              .unstarted(
                  () -> {
                    // Votes and heartbeats, transfers and answers come first.
                    QuietThread.standBack();
                    work(number);
                  });
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /**
   * Takes a job, in place of one of the same id.
   *
   * @param steps those that earlier starts have done, by number
   */
  public synchronized void submit(HashJob job, Map<Integer, byte[]> steps) {
    cancel(job.id());
    Waiting entry = new Waiting(job, steps);
    waiting.put(job.id(), entry);
    waitingBytes += entry.size();
    queue.add(entry);
    notifyAll();
  }

  /** Drops a job; nothing more is told of it, but what is on its way already. */
  public synchronized void cancel(long id) {
    Waiting entry = waiting.remove(id);
    if (entry != null) {
      waitingBytes -= entry.size();
      entry.dropped = true;
      FileHashing running = begun.remove(id);
      if (running != null) {
        running.end();
      }
    }
  }

  /** Drops all jobs. */
  public synchronized void clear() {
    begun.values().forEach(FileHashing::end);
    begun.clear();
    waiting.clear();
    queue.clear();
    waitingBytes = 0;
  }

  /**
   * How much there is to do.
   *
   * @param bytes that have not been read yet
   * @param begun bytes done of files that are not whole yet, by id
   * @param left time until all is done; null if the pace is not known yet or there is nothing
   */
  public record Load(long files, long bytes, Map<Long, Long> begun, @Nullable Duration left) {}

  /** How much there is to do now. */
  public synchronized Load load() {
    Map<Long, Long> progress = new HashMap<>();
    begun.forEach((id, file) -> progress.put(id, file.done()));
    long read = progress.values().stream().mapToLong(Long::longValue).sum();
    long bytes = Math.max(0, waitingBytes - read);
    long cost = bytes + waiting.size() * PER_FILE;
    pace.sample(
        System.nanoTime(), bytesRead.get() + filesDone.get() * PER_FILE, !waiting.isEmpty());
    return new Load(waiting.size(), bytes, progress, waiting.isEmpty() ? null : pace.left(cost));
  }

  private void work(int number) {
    try (PieceReader reader = new PieceReader(bytesRead, this::pause)) {
      while (!closed) {
        Task task = take(number);
        if (task == null) {
          reader.close();
          await();
        } else {
          perform(task, reader);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("a file that was read did not close: {}", e.getMessage());
    }
  }

  private record Task(FileHashing file, @Nullable Run run) {}

  private synchronized @Nullable Task take(int number) {
    int allowed =
        transfersRunning.getAsBoolean() ? Math.max(1, threads.size() / 2) : threads.size();
    if (number >= allowed) {
      return null;
    }
    Waiting first = queue.peek();
    while (first != null && first.dropped) {
      queue.poll();
      first = queue.peek();
    }
    if (first == null || closed) {
      return null;
    }
    FileHashing file = begun.get(first.job().id());
    if (file == null) {
      file = new FileHashing(first.job(), first.steps, stepBytes);
      begun.put(first.job().id(), file);
    }
    // Nothing to hash: empty, or all of it was done before.
    @Nullable Run run = file.hasRun() ? file.takeRun() : null;
    if (run == null || !file.hasRun()) {
      queue.poll();
    }
    return new Task(file, run);
  }

  private synchronized void await() throws InterruptedException {
    if (!closed) {
      // Without work until there is some; else until the transfers are over.
      wait(queue.isEmpty() ? 0 : ASK_AGAIN);
    }
  }

  private void perform(Task task, PieceReader reader) {
    FileHashing file = task.file();
    HashJob job = file.job();
    try {
      boolean whole = task.run() == null ? file.isWhole() : hash(file, task.run(), reader);
      if (whole && !file.isEnded()) {
        finish(file);
      }
    } catch (StoppedException e) {
      LOG.trace("stopped in {}", job.id());
    } catch (EOFException | NoSuchFileException e) {
      if (leave(file)) {
        listener.changed(job);
      }
    } catch (IOException e) {
      if (leave(file)) {
        listener.failed(job, e);
      }
    }
  }

  private boolean hash(FileHashing file, Run run, PieceReader reader) throws IOException {
    for (int piece = run.first(); piece < run.end(); piece++) {
      if (file.isEnded()) {
        return false;
      }
      Digests digests = reader.hash(file, piece);
      int step = file.put(piece, digests.sha1(), digests.root());
      if (step >= 0 && file.hasSteps()) {
        listener.step(file.job(), step, file.stepHashes(step));
      }
    }
    return file.finish(run.end() - run.first());
  }

  private void finish(FileHashing file) throws IOException {
    HashJob job = file.job();
    boolean same = Stamp.at(job.file()).filter(job.stamp()::isSame).isPresent();
    if (!leave(file)) {
      return;
    }
    filesDone.incrementAndGet();
    if (same) {
      listener.hashed(job, file.hashes());
    } else {
      listener.changed(job);
    }
  }

  /** Takes a file out; true for the first to do so. */
  private synchronized boolean leave(FileHashing file) {
    if (!file.end()) {
      return false;
    }
    HashJob job = file.job();
    begun.remove(job.id());
    Waiting entry = waiting.remove(job.id());
    if (entry != null) {
      waitingBytes -= entry.size();
      entry.dropped = true;
    }
    return true;
  }

  private void pause(long nanos) throws StoppedException {
    if (closed) {
      throw new StoppedException();
    }
    if (transfersRunning.getAsBoolean()) {
      LockSupport.parkNanos(Math.min(nanos, MAX_REST));
    } else {
      Thread.yield();
    }
  }

  /** Ends at the next chunk; waits for that. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    for (Thread thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
