package minibit.daemon.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import minibit.daemon.api.events.Audience;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.events.EventFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the daemon at intervals and tells what changed, while anybody listens: on whatever
 * member, tracker or not. Only what somebody wants to hear of is looked at; nobody listening costs
 * nothing.
 */
final class EventWatch implements Audience {
  /** Rarely enough to cost little, often enough to look alive; rows on a screen twice as often. */
  static final Duration ROUND = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);

  private final EventFeed feed;
  private final Observations observations;
  private final Duration step;
  private final List<EventFilter> filters = new ArrayList<>();
  private Watched looking = Watched.NOTHING;
  private boolean running;

  /** Of the watching thread only: logged once, not twice a second. */
  private long faults;

  /** How often somebody wanted more, and how often that was looked at. */
  private long wishes;

  private long granted;

  /** Looks at a daemon every round. */
  EventWatch(Backend daemon, EventFeed feed, Duration round) {
    this.feed = feed;
    this.observations = new Observations(daemon, feed);
    this.step = round.dividedBy(2);
  }

  /** Returns once it is known what is, so that whatever comes after is told. */
  @Override
  public synchronized void came(EventFilter filter) {
    filters.add(filter);
    if (running && looking.covers(Watched.by(List.of(filter)))) {
      return;
    }
    long wish = ++wishes;
    if (running) {
      notifyAll();
    } else {
      running = true;
      Thread.ofVirtual().name("event-watch").start(this::watch);
    }
    try {
      while (running && granted < wish) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void went(EventFilter filter) {
    filters.remove(filter);
    if (filters.isEmpty()) {
      // What happens from now on is told to nobody, and nobody shall believe to know it.
      feed.gap();
      notifyAll();
    }
  }

  private void watch() {
    try {
      observations.begin();
      for (long round = 0; ; round++) {
        Watched wanted;
        long wish;
        synchronized (this) {
          if (filters.isEmpty()) {
            return;
          }
          wanted = Watched.by(filters);
          wish = wishes;
        }
        look(wanted, round % 2 == 0 || wish > granted());
        await(wanted, wish);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        running = false;
        looking = Watched.NOTHING;
        notifyAll();
      }
    }
  }

  /** A fault of ours in one part is no reason to tell nothing of the others. */
  private void look(Watched wanted, boolean whole) {
    try {
      observations.look(wanted, whole);
    } catch (RuntimeException e) {
      if (faults++ == 0) {
        LOG.error("not all events can be told", e);
      }
    }
  }

  private synchronized long granted() {
    return granted;
  }

  /** Says what was looked at, and waits for the next step, or for who wants more. */
  private synchronized void await(Watched looked, long wish) throws InterruptedException {
    looking = looked;
    granted = wish;
    notifyAll();
    long end = System.nanoTime() + step.toNanos();
    for (long left = step.toMillis();
        !filters.isEmpty() && wishes == wish && left > 0;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }
}
