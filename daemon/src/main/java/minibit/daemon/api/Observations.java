package minibit.daemon.api;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Event;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.MemberList.Member;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.Status;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was seen of a daemon last, and what is new against it. What cannot be seen now is no news;
 * what is looked at for the first time is none either. One thread.
 */
final class Observations {
  /** Told to who named none: the running transfers come first. */
  private static final Page FIRST = new Page(0, 200);

  /** More than two beats late, and what a packet needs, is missed. */
  private static final double BEATS = 2;

  private static final double PACKET_SECONDS = 0.5;

  private static final Logger LOG = LoggerFactory.getLogger(Observations.class);

  private final Backend daemon;
  private final EventFeed feed;
  private final InsideWatch inside;
  private final double missedSeconds;
  private Optional<GroupView> group = Optional.empty();
  private Optional<Map<String, Member>> members = Optional.empty();
  private Optional<ShareList> shares = Optional.empty();
  private final Map<String, Transfer> transfers = new HashMap<>();
  private boolean knowsFirst;

  Observations(Backend daemon, EventFeed feed, Duration heartbeat) {
    this.daemon = daemon;
    this.feed = feed;
    this.inside = new InsideWatch(daemon, feed);
    this.missedSeconds = missedAfter(heartbeat);
  }

  /** Seconds without a heartbeat after which one was missed. */
  static double missedAfter(Duration heartbeat) {
    return BEATS * heartbeat.toMillis() / 1000 + PACKET_SECONDS;
  }

  /** Forgets everything: nobody looked for a while. */
  void begin() {
    group = Optional.empty();
    members = Optional.empty();
    shares = Optional.empty();
    transfers.clear();
    knowsFirst = false;
    inside.begin();
  }

  /**
   * Looks at what is wanted and tells what is new.
   *
   * @param whole whether at all of it; else only at the rows on somebody's screen
   */
  void look(Watched wanted, boolean whole) {
    if (whole) {
      lookAtGroup(wanted.group());
      lookAtShares(wanted.shares());
      if (wanted.totals()) {
        asked(() -> daemon.status().transfers()).ifPresent(this::tellTotals);
      }
      inside.look(wanted.inside());
    }
    lookAtTransfers(wanted, whole);
  }

  static <T> Optional<T> asked(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (ApiException e) {
      LOG.debug("no answer this time", e);
      return Optional.empty();
    }
  }

  private void tellTotals(Status.Transfers now) {
    feed.publish(Event.TOTALS, Map.of("down", now.down(), "up", now.up(), "active", now.active()));
  }

  private void lookAtGroup(boolean wanted) {
    if (!wanted) {
      group = Optional.empty();
      members = Optional.empty();
      return;
    }
    Optional<GroupView> seen = asked(daemon::group);
    if (group.isPresent() && seen.isPresent()) {
      tellGroup(group.get(), seen.get());
    }
    group = seen.or(() -> group);
    Optional<Map<String, Member>> present =
        asked(daemon::members)
            .filter(list -> !list.stale())
            .map(MemberList::members)
            .map(list -> by(list, Member::id));
    if (members.isPresent() && present.isPresent()) {
      tellMembers(members.get(), present.get());
    }
    members = present.or(() -> members);
  }

  private static <T> Map<String, T> by(List<T> values, Function<T, String> key) {
    return values.stream()
        .collect(Collectors.toMap(key, value -> value, (first, _) -> first, LinkedHashMap::new));
  }

  private void tellGroup(GroupView before, GroupView now) {
    if (!office(before).equals(office(now))) {
      feed.publish(Event.TRACKER_CHANGED, Map.of("group", now));
    }
    tellVotes(before.lastElection(), now.lastElection());
    double since = now.sinceHeartbeat().orElse(0.0);
    if (now.tracker().isEmpty() || since > missedSeconds) {
      if (now.sinceHeartbeat().isPresent() && since > missedSeconds) {
        feed.publish(Event.HEARTBEAT_MISSED, Map.of("epoch", now.epoch(), "since", since));
      }
      return;
    }
    if (now.sinceHeartbeat().isPresent() && isNewBeat(before, since)) {
      Instant at = Instant.now().minusMillis((long) (since * 1000));
      feed.publish(
          Event.HEARTBEAT,
          Map.of("epoch", now.epoch(), "from", now.tracker().get().name(), "at", at));
    }
  }

  /** Whether one came since the last look, a round ago: else the time since would only grow. */
  private static boolean isNewBeat(GroupView before, double since) {
    return since == 0 || since <= before.sinceHeartbeat().orElse(Double.MAX_VALUE) + 0.9;
  }

  private static List<Object> office(GroupView group) {
    return List.of(group.id(), group.recovery(), group.epoch(), group.tracker());
  }

  /** Votes that this daemon got, as members report them with their heartbeats. */
  private void tellVotes(Optional<GroupView.Election> before, Optional<GroupView.Election> now) {
    if (now.isEmpty()) {
      return;
    }
    boolean same =
        before.isPresent()
            && before.get().epoch() == now.get().epoch()
            && before.get().recovery() == now.get().recovery();
    List<MemberRef> known = same ? before.get().votesReceived() : List.of();
    now.get().votesReceived().stream()
        .filter(voter -> !known.contains(voter))
        .forEach(
            voter ->
                feed.publish(
                    Event.VOTE_GIVEN,
                    Map.of(
                        "epoch",
                        now.get().epoch(),
                        "from",
                        voter.name(),
                        "to",
                        now.get().tracker().map(MemberRef::name).orElse(""))));
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

  private void lookAtShares(boolean wanted) {
    if (!wanted) {
      shares = Optional.empty();
      return;
    }
    Optional<ShareList> seen = asked(daemon::shares);
    if (shares.isPresent() && seen.isPresent() && !shares.equals(seen)) {
      ShareChanges.tell(shares.get(), seen.get(), feed);
    }
    shares = seen.or(() -> shares);
  }

  private void lookAtTransfers(Watched wanted, boolean whole) {
    if (wanted.some().isEmpty() && !wanted.first()) {
      transfers.clear();
      knowsFirst = false;
      return;
    }
    if (!wanted.some().isEmpty()) {
      asked(() -> daemon.some(wanted.some())).ifPresent(now -> tellSome(wanted, now));
    }
    if (wanted.first() && whole) {
      asked(() -> daemon.transfers(TransferQuery.of(FIRST)))
          .ifPresent(list -> tellFirst(wanted, by(list.transfers(), Transfer::id)));
    }
  }

  private void tellSome(Watched wanted, List<Transfer> now) {
    now.forEach(this::tell);
    Map<String, Transfer> seen = by(now, Transfer::id);
    wanted.some().stream().filter(id -> !seen.containsKey(id)).forEach(this::tellGone);
  }

  private void tellFirst(Watched wanted, Map<String, Transfer> now) {
    if (!knowsFirst) {
      knowsFirst = true;
      transfers.putAll(now);
    }
    now.values().forEach(this::tell);
    List.copyOf(transfers.keySet()).stream()
        .filter(id -> !now.containsKey(id) && !wanted.some().contains(id))
        .filter(id -> asked(() -> daemon.some(List.of(id))).filter(List::isEmpty).isPresent())
        .forEach(this::tellGone);
    transfers.keySet().removeIf(id -> !now.containsKey(id) && !wanted.some().contains(id));
  }

  private void tell(Transfer now) {
    Transfer before = transfers.put(now.id(), now);
    if (!now.equals(before)) {
      feed.publish(Event.TRANSFER, now.id(), Map.of("transfer", now));
    }
  }

  private void tellGone(String id) {
    if (transfers.remove(id) != null) {
      feed.publish(Event.TRANSFER_REMOVED, id, Map.of("id", id));
    }
  }
}
