package minibit.daemon.share;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which folder is looked at next: at once those of a whole round, after a moment those in which
 * something was seen to change. A large folder that changes all the time is not looked at all the
 * time. The keeper's thread owns it.
 */
final class Rounds {
  /** Changes come in bursts; this is short beside the quiet that files are given. */
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(50);

  /** Looking takes at most this part of the time, for a folder that changes all the time. */
  private static final int REST = 10;

  private final ArrayDeque<FolderState> now = new ArrayDeque<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparingLong(Later::due));

  private record Later(long due, FolderState folder) {}

  /** Looks at the folder, and all below, as soon as possible. */
  void round(FolderState folder) {
    folder.deep = true;
    atOnce(folder);
  }

  /** Looks at the folder as soon as possible. */
  void atOnce(FolderState folder) {
    enqueue(folder);
    now.addFirst(folder);
  }

  /** Looks at the folder in a moment. */
  void soon(FolderState folder) {
    if (!folder.queued) {
      enqueue(folder);
      long rested = folder.lookedAt + REST * folder.lookTook;
      later.add(new Later(Math.max(System.nanoTime() + MOMENT, rested), folder));
    }
  }

  private static void enqueue(FolderState folder) {
    if (!folder.queued) {
      folder.queued = true;
      folder.share.pending++;
    }
  }

  /** The next folder to look at now, taken out; null if there is none. */
  @Nullable FolderState next() {
    while (true) {
      FolderState folder = now.poll();
      if (folder == null) {
        Later first = later.peek();
        if (first == null || first.due() - System.nanoTime() > 0) {
          return null;
        }
        folder = later.remove().folder();
      }
      // A folder may stand in line twice; it is looked at once.
      if (folder.queued) {
        folder.queued = false;
        folder.share.pending--;
        if (!folder.dropped) {
          return folder;
        }
      }
    }
  }

  /** Whether a look is due now. */
  boolean isDue() {
    return waitNanos() <= 0;
  }

  /** Time until the next look; a long time if there is none. */
  long waitNanos() {
    if (!now.isEmpty()) {
      return 0;
    }
    Later first = later.peek();
    return first == null ? Long.MAX_VALUE : first.due() - System.nanoTime();
  }

  /** Whether nothing is to be looked at. */
  boolean isIdle() {
    return now.isEmpty() && later.stream().noneMatch(entry -> entry.folder().queued);
  }
}
