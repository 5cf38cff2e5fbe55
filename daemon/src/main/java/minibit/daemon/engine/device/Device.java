package minibit.daemon.engine.device;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import minibit.daemon.disk.NumberedThreads;

/**
 * What the torrents on one device share, and no others: threads that may hang with it, and its part
 * of the buffers. Threads come with the first task. Any thread.
 */
public final class Device {
  /** Threads that read and write the files of a device. */
  public static final int DISK_THREADS = DiskThreads.COUNT;

  /** Seconds after which a thread that checks or forces has been idle for long enough. */
  private static final int IDLE_SECONDS = 5;

  /** A disk that answers nothing for longer is told of: one that spins up is back in time. */
  private static final long SILENT_NANOS = 10_000_000_000L;

  private final DiskThreads disk = new DiskThreads();
  private final ThreadPoolExecutor hashers =
      threads(Runtime.getRuntime().availableProcessors(), "minibit-hash");
  private final Executor leaves = new PoliteLane(hashers);
  private final ThreadPoolExecutor background = threads(1, "minibit-background");
  private final Backlog backlog;
  private final ReadRoom room;

  Device(Backlog backlog, ReadRoom room) {
    this.backlog = backlog;
    this.room = room;
  }

  private static ThreadPoolExecutor threads(int most, String name) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new NumberedThreads(name));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Reads and writes blocks. */
  public Executor disk() {
    return disk;
  }

  /** One thread a core: hash pieces that were not hashed as they came, and whole files. */
  public Executor hashers() {
    return hashers;
  }

  /** Hashes for strangers that ask for leaves, one question at a time. */
  public Executor leaves() {
    return leaves;
  }

  /** One thread for what takes long and nobody waits for. */
  public Executor background() {
    return background;
  }

  /** What waits to be written. */
  public Backlog backlog() {
    return backlog;
  }

  /** Buffers to read into. */
  public ReadRoom room() {
    return room;
  }

  /**
   * For how many seconds it has not answered; 0 if it does, or nobody asks it anything. Checks are
   * not counted: they are one task for many reads.
   *
   * @param now in nanoseconds, as the system counts them
   */
  public long silentSeconds(long now) {
    long nanos = disk.busyFor(now);
    return nanos > SILENT_NANOS ? TimeUnit.NANOSECONDS.toSeconds(nanos) : 0;
  }

  /** Reads and writes that no thread has begun. */
  int waiting() {
    return disk.waiting();
  }

  /** Waits for the last read or write, at most so long. */
  void awaitTermination(long nanos) throws InterruptedException {
    disk.awaitTermination(nanos);
  }

  /** Takes no more tasks; those that wait are done. */
  void shutdown() {
    disk.shutdown();
    hashers.shutdown();
    background.shutdown();
  }
}
