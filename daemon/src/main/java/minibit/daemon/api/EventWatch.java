package minibit.daemon.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** What they all want; made anew when one comes or goes, as windows of a thousand are long. */
  private Optional<Watched> wanted = Optional.empty();

  private boolean running;

  /** Of the watching thread only: logged once, not twice a second. */
  private long faults;

  /** How often somebody wanted more, and how often that was looked at. */
  private long wishes;

  private long granted;

  /** Looks at a daemon every round; its tracker is to be heard every heartbeat. */
  EventWatch(Backend daemon, EventFeed feed, Duration round, Duration heartbeat) {
    this.feed = feed;
    this.observations = new Observations(daemon, feed, heartbeat);
    this.step = round.dividedBy(2);
  }

  /** Returns once it is known what is, so that whatever comes after is told. */
  @Override
  public synchronized void came(EventFilter filter) {
    filters.add(filter);
    wanted = Optional.empty();
    if (running && looking.covers(Watched.by(List.of(filter)))) {
      return;
    }
    long wish = ++wishes;
    notifyAll();
    try {
      while (granted < wish) {
        if (!running) {
          running = true;
          Thread.ofVirtual().name("event-watch").start(this::watch);
        }
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void went(EventFilter filter) {
    filters.remove(filter);
    wanted = Optional.empty();
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
        Watched all;
        long wish;
        synchronized (this) {
          if (filters.isEmpty()) {
            // With the lock: whoever comes next finds that nobody watches.
            stopped();
            return;
          }
          all = wanted.orElseGet(() -> Watched.by(filters));
          wanted = Optional.of(all);
          wish = wishes;
        }
        look(all, round % 2 == 0 || wish > granted());
        await(all, wish);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped();
    }
  }

  private synchronized void stopped() {
    running = false;
    looking = Watched.NOTHING;
    notifyAll();
  }

  /** A fault of ours in one part is no reason to tell nothing of the others. */
  private void look(Watched all, boolean whole) {
    try {
      observations.look(all, whole);
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
