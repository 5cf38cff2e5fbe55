package minibit.daemon.api.events;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import minibit.daemon.api.model.ApiJson;
import minibit.daemon.api.model.Event;

/**
 * The last events of a daemon. Whoever tells never waits; who listens too slowly, or comes back too
 * late, is told that it missed some and asks for the whole picture again. Any thread.
 */
public final class EventFeed implements AutoCloseable {
  /** Events kept: minutes of a busy daemon. */
  public static final int KEPT = 1_024;

  /** Bytes of them: lists of peers are long. */
  static final int KEPT_BYTES = 4 << 20;

  /** Most that is handed to a listener at once; one event alone may be longer. */
  static final int BATCH_BYTES = 64 << 10;

  private final Deque<Entry> kept = new ArrayDeque<>();
  private final long boot;
  private long bytes;
  private long last;
  private boolean closed;
  private volatile Runnable news = () -> {};
  private volatile int listeners;

  /**
   * An empty feed.
   *
   * @param boot tells this start of the daemon from others
   */
  public EventFeed(long boot) {
    this.boot = boot;
  }

  /** One event: its number from 1, and how it goes over the wire, the same for all. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(long number, String type, Topic topic, String about, byte[] wire) {}

  /**
   * What came after a number.
   *
   * @param last the number up to which it was looked at
   * @param wire what there is to send; empty if nothing concerns this listener
   * @param closed whether none will come any more
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Batch(long last, byte[] wire, boolean closed) {}

  /**
   * Tells an event.
   *
   * @param type lower-case words joined by hyphens
   * @param data a record or map, written as JSON at once
   */
  public void publish(String type, Object data) {
    publish(type, "", data);
  }

  /**
   * Tells an event of a transfer.
   *
   * @param about its id
   */
  public void publish(String type, String about, Object data) {
    String json = ApiJson.line(data);
    synchronized (this) {
      long number = ++last;
      Entry entry = new Entry(number, type, Topic.of(type), about, wire(number, type, json));
      kept.addLast(entry);
      bytes += entry.wire().length;
      while (kept.size() > KEPT || (bytes > KEPT_BYTES && kept.size() > 1)) {
        bytes -= kept.removeFirst().wire().length;
      }
    }
    news.run();
  }

  private byte[] wire(long number, String type, String json) {
    String text = "id: " + id(number) + "\nevent: " + type + "\ndata: " + json + "\n\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Says that something may have happened that nobody told: who comes back later missed it. */
  public void gap() {
    synchronized (this) {
      last++;
      kept.clear();
      bytes = 0;
    }
    news.run();
  }

  /** Whether anybody would hear; who makes events of its own accord asks this first. */
  public boolean isHeard() {
    return listeners > 0;
  }

  void listening(int count) {
    listeners = count;
  }

  /** Is run after every event, quickly. */
  void onNews(Runnable listener) {
    news = listener;
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
  synchronized long last() {
    return last;
  }

  /** What came after a number, which may be one that was never given, for such a listener. */
  synchronized Batch after(long number, EventFilter filter) {
    long oldest = last - kept.size() + 1;
    if (number < oldest - 1 || number > last) {
      return new Batch(last, wire(last, Event.MISSED, "{}"), false);
    }
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    long upTo = number;
    for (Entry entry : behind(number)) {
      if (filter.takes(entry.type(), entry.topic(), entry.about())) {
        if (wire.size() > 0 && wire.size() + entry.wire().length > BATCH_BYTES) {
          return new Batch(upTo, wire.toByteArray(), false);
        }
        wire.writeBytes(entry.wire());
      }
      upTo = entry.number();
    }
    return new Batch(last, wire.toByteArray(), closed);
  }

  /** From the end: most listeners lack one or two. */
  private List<Entry> behind(long number) {
    List<Entry> behind = new ArrayList<>();
    Iterator<Entry> newest = kept.descendingIterator();
    while (newest.hasNext()) {
      Entry entry = newest.next();
      if (entry.number() <= number) {
        break;
      }
      behind.add(entry);
    }
    return behind.reversed();
  }

  /** Ends all streams. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    news.run();
  }
}
