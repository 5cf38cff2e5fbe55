package minibit.daemon.share;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import minibit.daemon.share.hash.HashJob;
import minibit.daemon.share.hash.HashPool;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.store.ShareStore;
import org.jspecify.annotations.Nullable;

/**
 * Files that wait for their hashes: first until they have been quiet for a while, then for their
 * turn. The keeper's thread owns it.
 */
final class WaitingRoom {
  /** A file that changed so often is being written to for long; nobody waits for it. */
  private static final int RESTLESS = 3;

  private final ShareStore store;
  private final HashPool pool;
  private final long quietNanos;
  private final Map<Long, WaitingFile> files = new HashMap<>();
  private final PriorityQueue<Settling> settling =
      new PriorityQueue<>(Comparator.comparingLong(Settling::due));

  private record Settling(long due, WaitingFile file) {}

  WaitingRoom(ShareStore store, HashPool pool, Duration quiet) {
    this.store = store;
    this.pool = pool;
    this.quietNanos = quiet.toNanos();
  }

  /** Takes a file, in place of what was known of it before. */
  void admit(WaitingFile file) throws IOException {
    WaitingFile before = files.put(file.id(), file);
    if (before != null) {
      pool.cancel(file.id());
      files.put(file.id(), new WaitingFile(file.row(), file.folder(), before.restless() + 1));
    }
    WaitingFile now = files.getOrDefault(file.id(), file);
    long age = nowNanos() - file.stamp().modified();
    // A time to come is no time at all: such a file must look the same after the whole while.
    long rest = age < 0 ? quietNanos : quietNanos - age;
    if (rest > 0) {
      settling.add(new Settling(System.nanoTime() + rest, now));
    } else {
      submit(now);
    }
  }

  /** A file turned out to change while it was read: it must be quiet before another try. */
  void settle(WaitingFile file) {
    WaitingFile again = new WaitingFile(file.row(), file.folder(), file.restless() + 1);
    files.put(file.id(), again);
    settling.add(new Settling(System.nanoTime() + quietNanos, again));
  }

  private static long nowNanos() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  private void submit(WaitingFile file) throws IOException {
    boolean big = file.stamp().size() >= ShareStore.STEPPED;
    pool.submit(file, big ? store.steps(file.id(), file.stamp()) : Map.of());
  }

  /**
   * The next file whose time of quiet is over and which is no longer what it was, taken out of the
   * waiting for quiet; others that are due go on to be hashed. Null if there is none.
   */
  @Nullable WaitingFile nextChanged() throws IOException {
    while (!settling.isEmpty() && settling.peek().due() - System.nanoTime() <= 0) {
      WaitingFile file = settling.remove().file();
      if (files.get(file.id()) != file) {
        continue;
      }
      if (isSame(file)) {
        submit(file);
      } else {
        return file;
      }
    }
    return null;
  }

  private static boolean isSame(WaitingFile file) {
    try {
      return Stamp.at(file.file()).filter(file.stamp()::isSame).isPresent();
    } catch (IOException e) {
      // Gone or out of reach, which the look at its folder will tell.
      return false;
    }
  }

  /** Time until a file has been quiet long enough; a long time if none is waited for. */
  long waitNanos() {
    Settling first = settling.peek();
    return first == null ? Long.MAX_VALUE : first.due() - System.nanoTime();
  }

  /** Whether a file waits. */
  boolean has(long id) {
    return files.containsKey(id);
  }

  /** The file of a job, unless it has been replaced or dismissed since. */
  Optional<WaitingFile> current(HashJob job) {
    WaitingFile file = files.get(job.id());
    return file == null || file != job ? Optional.empty() : Optional.of(file);
  }

  /** The file of an id, if it waits. */
  Optional<WaitingFile> byId(long id) {
    return Optional.ofNullable(files.get(id));
  }

  /** A file waits no longer. */
  void dismiss(long id) {
    if (files.remove(id) != null) {
      pool.cancel(id);
    }
  }

  /** Files wait no longer. */
  void dismissIf(Predicate<WaitingFile> which) {
    files
        .values()
        .removeIf(
            file -> {
              boolean gone = which.test(file);
              if (gone) {
                pool.cancel(file.id());
              }
              return gone;
            });
  }

  /** Nobody waits any longer. */
  void clear() {
    files.clear();
    settling.clear();
    pool.clear();
  }

  /** Whether all that can be waited for is hashed. */
  boolean isDone() {
    return files.values().stream().allMatch(file -> file.restless() >= RESTLESS);
  }
}
