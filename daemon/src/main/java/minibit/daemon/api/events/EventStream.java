package minibit.daemon.api.events;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import minibit.daemon.api.model.ApiException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends a feed as server-sent events. Each has the id {@code boot.number}; a listener that comes
 * back with its last one in {@code Last-Event-ID} goes on behind it. An event {@code missed} says
 * that some are gone.
 *
 * <p>Streams are written without waiting, all by one thread that runs while anybody listens.
 */
public final class EventStream {
  /** Listeners at once: a lab's pages and scripts. One costs a connection and a batch of events. */
  public static final int MAX_LISTENERS = 1_024;

  /** Long enough for a keep-alive to be rare, short enough for a dead listener to be noticed. */
  static final Duration BEAT = Duration.ofSeconds(5);

  private final EventFeed feed;
  private final Audience audience;
  private final Semaphore places = new Semaphore(MAX_LISTENERS);
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean news;
  private boolean running;

  /** Streams of a feed, whose comings and goings are told. */
  public EventStream(EventFeed feed, Audience audience) {
    this.feed = feed;
    this.audience = audience;
    feed.onNews(this::wake);
  }

  /**
   * Begins a stream, which ends when the listener goes, the feed ends, or it is welcome no more.
   * Returns at once; the callback is called at the end.
   *
   * @throws ApiException 503 if there are too many listeners; nothing was sent then
   */
  public void serve(
      EventFilter filter,
      Request request,
      Response response,
      Callback callback,
      BooleanSupplier welcome) {
    if (!places.tryAcquire()) {
      throw new ApiException(503, "too-many-listeners", "too many listen to events already");
    }
    audience.came(filter);
    String since = request.getHeaders().get("Last-Event-ID");
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    long from = since == null ? feed.last() : feed.number(since);
    AtomicBoolean over = new AtomicBoolean();
    Listener[] self = new Listener[1];
    Runnable gone =
        () -> {
          if (over.compareAndSet(false, true)) {
            leave(self[0]);
          }
        };
    self[0] = new Listener(feed, filter, from, response, callback, welcome, gone);
    listeners.add(self[0]);
    feed.listening(listeners.size());
    request.addFailureListener(self[0]::abort);
    run();
    self[0].iterate();
  }

  private void leave(Listener listener) {
    listeners.remove(listener);
    feed.listening(listeners.size());
    audience.went(listener.filter());
    places.release();
  }

  private void wake() {
    lock.lock();
    try {
      news = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    lock.lock();
    try {
      if (!running) {
        running = true;
        Thread.ofVirtual().name("event-streams").start(this::pump);
      }
    } finally {
      lock.unlock();
    }
  }

  private void pump() {
    long nextBeat = System.nanoTime() + BEAT.toNanos();
    try {
      while (awaitNews(nextBeat)) {
        long now = System.nanoTime();
        if (now - nextBeat >= 0) {
          nextBeat = now + BEAT.toNanos();
          listeners.forEach(listener -> listener.beat(now));
        } else {
          listeners.forEach(Listener::iterate);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when there is something to do; false when nobody listens any more. */
  private boolean awaitNews(long until) throws InterruptedException {
    lock.lock();
    try {
      long left = until - System.nanoTime();
      while (!news && left > 0) {
        left = woken.awaitNanos(left);
      }
      news = false;
      running = !listeners.isEmpty();
      return running;
    } finally {
      lock.unlock();
    }
  }
}
