package minibit.daemon.catalogue.index;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import minibit.core.catalogue.Change;
import minibit.core.id.PiecesRoot;

/**
 * What the log changed and the index does not know yet. The group's thread puts in and never waits:
 * when more comes than is kept, the index is made anew instead. Safe for threads.
 */
final class IndexFeed {
  /** Changed contents that wait: to make the index anew costs as much as this many changes. */
  static final int MAX_ROOTS = 1 << 18;

  /**
   * An entry of the log.
   *
   * @param replaced whether the catalogue was replaced by one that is as of this entry
   */
  record Entry(long index, List<PiecesRoot> roots, boolean replaced) {
    /** One that was applied, with what it changed. */
    static Entry of(long index, List<Change> changes) {
      List<PiecesRoot> roots = new ArrayList<>();
      for (Change change : changes) {
        changed(change).ifPresent(roots::add);
      }
      return new Entry(index, roots, false);
    }

    private static Optional<PiecesRoot> changed(Change change) {
      return switch (change) {
        case Change.ContentAdded added -> Optional.of(added.root());
        case Change.HolderAdded added -> Optional.of(added.root());
        case Change.HolderRemoved removed -> Optional.of(removed.root());
        case Change.ContentRemoved removed -> Optional.of(removed.root());
        case Change.ContentUpdated updated -> Optional.of(updated.root());
        case Change.GroupFounded f -> Optional.empty();
        case Change.GroupMoved m -> Optional.empty();
        case Change.MemberCame m -> Optional.empty();
        case Change.MemberUpdated m -> Optional.empty();
        case Change.MemberAway m -> Optional.empty();
        case Change.MemberBack m -> Optional.empty();
        case Change.MemberGone m -> Optional.empty();
        case Change.Refused r -> Optional.empty();
      };
    }
  }

  /**
   * What came since.
   *
   * @param last number of the last entry ever heard
   * @param overflowed whether some are missing
   */
  record Batch(List<Entry> entries, long last, boolean overflowed) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Entry> entries = new ArrayList<>();
  private int roots;
  private long heard;
  private long done;
  private boolean overflowed;
  private boolean closed;

  void put(Entry entry) {
    lock.lock();
    try {
      heard++;
      roots += entry.roots().size();
      if (roots > MAX_ROOTS) {
        overflow();
      } else if (!overflowed) {
        entries.add(entry);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void overflow() {
    overflowed = true;
    entries = new ArrayList<>();
    roots = 0;
  }

  /** Demands that the index be made anew. */
  void demandAll() {
    lock.lock();
    try {
      heard++;
      overflow();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is there, the time is over, or the feed is closed. */
  boolean await(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (entries.isEmpty() && !overflowed && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !entries.isEmpty() || overflowed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits a while, unless the feed is closed. */
  void rest(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  Batch drain() {
    lock.lock();
    try {
      Batch batch = new Batch(entries, heard, overflowed);
      entries = new ArrayList<>();
      roots = 0;
      overflowed = false;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** All up to this number, as {@link Batch#last} said, can be found now. */
  void done(long last) {
    lock.lock();
    try {
      done = last;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that was heard before this call is done; whether it is. */
  boolean awaitDone(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long wanted = heard;
      long left = limit.toNanos();
      while (done < wanted && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return done >= wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Entries heard and not done. */
  long lag() {
    lock.lock();
    try {
      return heard - done;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
