package minibit.daemon.api.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import minibit.daemon.api.model.ApiJson;

/**
 * The last events of a daemon. Whoever tells never waits; who listens too slowly, or comes back too
 * late, is told that it missed some and asks for the whole picture again. Any thread.
 */
public final class EventFeed implements AutoCloseable {
  /** Events kept: minutes of a busy daemon. */
  public static final int KEPT = 1_024;

  /** Long enough for a keep-alive to be rare, short enough for a dead listener to be noticed. */
  static final Duration BEAT = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<Entry> kept = new ArrayDeque<>();
  private final long boot;
  private long last;
  private boolean closed;

  /**
   * An empty feed.
   *
   * @param boot tells this start of the daemon from others
   */
  public EventFeed(long boot) {
    this.boot = boot;
  }

  /** One event: its number from 1, its kind, its data as one line of JSON. */
  record Entry(long number, String type, String json) {}

  /**
   * What came after a number.
   *
   * @param missed whether some were forgotten in between
   * @param entries in order; empty if none came in time
   * @param closed whether none will come any more
   */
  record Batch(boolean missed, List<Entry> entries, boolean closed) {}

  /**
   * Tells an event.
   *
   * @param type lower-case words joined by hyphens
   * @param data a record or map, written as JSON at once
   */
  public void publish(String type, Object data) {
    String json = ApiJson.line(data);
    lock.lock();
    try {
      kept.addLast(new Entry(++last, type, json));
      if (kept.size() > KEPT) {
        kept.removeFirst();
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that something may have happened that nobody told: who comes back later missed it. */
  public void gap() {
    lock.lock();
    try {
      last++;
      kept.clear();
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The id of an event, as {@code Last-Event-ID} carries it. */
  String id(long number) {
    return boot + "." + number;
  }

  /** The number of an id; -1 if it is none of this start, 0 for an empty one. */
  long number(String id) {
    String mine = boot + ".";
    if (!id.startsWith(mine)) {
      return -1;
    }
    String digits = id.substring(mine.length());
    boolean good =
        !digits.isEmpty() && digits.length() < 18 && digits.chars().allMatch(Character::isDigit);
    return good ? Long.parseLong(digits) : -1;
  }

  /** The number of the last event so far. */
  long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for events after a number, which may be one that was never given. */
  Batch after(long number, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (number == last && !closed && left > 0) {
        left = more.awaitNanos(left);
      }
      long oldest = last - kept.size() + 1;
      boolean missed = number < oldest - 1 || number > last;
      List<Entry> found = new ArrayList<>();
      if (!missed) {
        kept.stream().filter(entry -> entry.number() > number).forEach(found::add);
      }
      return new Batch(missed, found, closed);
    } finally {
      lock.unlock();
    }
  }

  /** Ends all streams. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
