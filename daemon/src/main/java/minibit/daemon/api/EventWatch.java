package minibit.daemon.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import minibit.daemon.api.events.Audience;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Event;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.MemberList.Member;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the daemon at intervals and tells what changed, while anybody listens: on whatever
 * member, tracker or not, and without a part of the daemon knowing of events. Nobody listening
 * costs nothing.
 */
final class EventWatch implements Audience {
  /** Rarely enough to cost little, often enough to look alive. */
  static final Duration ROUND = Duration.ofSeconds(1);

  /** The running transfers come first; a page shows no more at once. */
  private static final Page TRANSFERS = new Page(0, 200);

  private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);

  private final Backend daemon;
  private final EventFeed feed;
  private final Duration round;
  private int listeners;
  private boolean watching;
  private CompletableFuture<Void> begin = CompletableFuture.completedFuture(null);

  /** Looks at a daemon every round. */
  EventWatch(Backend daemon, EventFeed feed, Duration round) {
    this.daemon = daemon;
    this.feed = feed;
    this.round = round;
  }

  /** Returns once it is known what is, so that whatever comes after is told. */
  @Override
  public void came() {
    CompletableFuture<Void> ready;
    synchronized (this) {
      listeners++;
      if (!watching) {
        watching = true;
        CompletableFuture<Void> begun = new CompletableFuture<>();
        begin = begun;
        Thread.ofVirtual().name("event-watch").start(() -> watch(begun));
      }
      ready = begin;
    }
    ready.join();
  }

  @Override
  public synchronized void went() {
    listeners--;
    if (listeners == 0) {
      // What happens from now on is told to nobody, and nobody shall believe to know it.
      feed.gap();
      notifyAll();
    }
  }

  private void watch(CompletableFuture<Void> begun) {
    try {
      Seen before = look(Seen.NOTHING);
      begun.complete(null);
      while (waited()) {
        Seen now = look(before);
        tell(before, now);
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("events end", e);
      synchronized (this) {
        watching = false;
      }
    } finally {
      begun.complete(null);
    }
  }

  /** Whether somebody still listens after a round; if not, the next who comes begins anew. */
  private synchronized boolean waited() throws InterruptedException {
    long end = System.nanoTime() + round.toNanos();
    for (long left = round.toMillis();
        listeners > 0 && left > 0;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    watching = listeners > 0;
    return watching;
  }

  /** What was seen in one round; what could not be seen is empty. */
  private record Seen(
      Optional<GroupView> group,
      Optional<Map<String, Member>> members,
      Optional<Map<String, Transfer>> transfers) {
    static final Seen NOTHING = new Seen(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Looks again; where that fails, what was seen last still counts. */
  private Seen look(Seen last) {
    return new Seen(
        asked(daemon::group).or(last::group),
        asked(daemon::members)
            .filter(list -> !list.stale())
            .map(MemberList::members)
            .map(members -> by(members, Member::id))
            .or(last::members),
        asked(() -> daemon.transfers(TransferQuery.of(TRANSFERS)))
            .map(list -> by(list.transfers(), Transfer::id))
            .or(last::transfers));
  }

  private static <T> Optional<T> asked(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (ApiException e) {
      LOG.debug("no answer this time", e);
      return Optional.empty();
    }
  }

  private static <T> Map<String, T> by(List<T> values, Function<T, String> key) {
    return values.stream()
        .collect(Collectors.toMap(key, value -> value, (first, _) -> first, LinkedHashMap::new));
  }

  private void tell(Seen before, Seen now) {
    if (before.group().isPresent()
        && !office(before.group().get()).equals(office(now.group().orElseThrow()))) {
      feed.publish(Event.TRACKER_CHANGED, Map.of("group", now.group().get()));
    }
    if (before.members().isPresent()) {
      tellMembers(before.members().get(), now.members().orElseThrow());
    }
    if (before.transfers().isPresent()) {
      tellTransfers(before.transfers().get(), now.transfers().orElseThrow());
    }
  }

  private static List<Object> office(GroupView group) {
    return List.of(group.id(), group.recovery(), group.epoch(), group.tracker());
  }

  private void tellMembers(Map<String, Member> before, Map<String, Member> now) {
    now.forEach(
        (id, member) -> {
          Member known = before.get(id);
          boolean was = known != null && known.present();
          if (member.present() != was) {
            String type = member.present() ? Event.MEMBER_JOINED : Event.MEMBER_LOST;
            feed.publish(type, Map.of("member", member));
          }
        });
    Map<String, Member> gone = new HashMap<>(before);
    gone.keySet().removeAll(now.keySet());
    gone.values().forEach(member -> feed.publish(Event.MEMBER_LEFT, Map.of("member", member)));
  }

  private void tellTransfers(Map<String, Transfer> before, Map<String, Transfer> now) {
    now.forEach(
        (id, transfer) -> {
          if (!transfer.equals(before.get(id))) {
            feed.publish(Event.TRANSFER, Map.of("transfer", transfer));
          }
        });
    before.keySet().stream()
        .filter(id -> !now.containsKey(id))
        .forEach(id -> feed.publish(Event.TRANSFER_REMOVED, Map.of("id", id)));
  }
}
