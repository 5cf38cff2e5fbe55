package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import minibit.group.office.Epoch;

/**
 * Files of ours that the tracker in office did not take: they are left out of what is sent, and
 * their lack of what is compared, until another tracker is in office or a pause is over, which
 * grows from one vain try to the next. Safe for threads.
 */
final class RefusedShares {
  /** Kept at most; those beyond are sent again with every change, but not for nothing. */
  private static final int MOST = 65_536;

  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Set<Long> marks = new HashSet<>();
  private Epoch epoch = Epoch.NONE;
  private Duration pause = FIRST;
  private Instant retryAt = Instant.EPOCH;

  /** Whether the last comparison ended with files refused; then the sums of the two sides. */
  private boolean settled;

  private long ours;
  private long theirs;

  /** A comparison begins with this tracker. */
  synchronized void begin(Epoch current, Instant now) {
    if (!current.equals(epoch)) {
      epoch = current;
      pause = FIRST;
      clear();
    } else if (settled && !now.isBefore(retryAt)) {
      pause = pause.compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
      clear();
    }
  }

  private void clear() {
    marks.clear();
    settled = false;
    retryAt = Instant.EPOCH;
  }

  /** This file was not taken. */
  synchronized void add(long mark) {
    settled = true;
    if (marks.size() < MOST) {
      marks.add(mark);
    }
  }

  synchronized boolean contains(long mark) {
    return marks.contains(mark);
  }

  /** Whether anything was refused since the last begin, or is still left out. */
  synchronized boolean isAny() {
    return settled;
  }

  /** The comparison is over: so far the two sides came. */
  synchronized void end(long book, long catalogue, Instant now) {
    ours = book;
    theirs = catalogue;
    if (settled && retryAt.equals(Instant.EPOCH)) {
      retryAt = now.plus(pause);
    }
  }

  /** Whether all that these two sides differ in is what was refused, and it is to rest still. */
  synchronized boolean explains(long book, long catalogue, Epoch current, Instant now) {
    return settled
        && epoch.equals(current)
        && ours == book
        && theirs == catalogue
        && now.isBefore(retryAt);
  }
}
