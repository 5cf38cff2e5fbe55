package minibit.daemon.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Timeline;
import org.jspecify.annotations.Nullable;

/** Remembers who was in office when, as far as this daemon saw it. Any thread. */
final class EpochBook {
  /** How often to look: an epoch that lasts less may be missed. */
  static final Duration LOOK = Duration.ofSeconds(1);

  private static final String NAME = "epochs";

  private final Ledger ledger;
  private final InstantSource clock;
  private final Deque<Timeline.Epoch> epochs = new ArrayDeque<>();
  private volatile @Nullable Object seen;

  EpochBook(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
    ledger.read(NAME, Timeline.class).ifPresent(kept -> epochs.addAll(kept.epochs()));
  }

  /**
   * Looks at the group as it is now, if anything of it changed: a look costs others an answer.
   *
   * @param mark equal as long as nothing changed
   */
  void look(Object mark, Supplier<GroupView> group) {
    if (!mark.equals(seen)) {
      look(group.get());
      seen = mark;
    }
  }

  /** Takes in the group as it is now. */
  synchronized void look(GroupView group) {
    Timeline.Epoch last = epochs.peekLast();
    List<MemberRef> votes = votes(group);
    if (last != null && isSame(last, group)) {
      if (votes.size() > last.votes().size()) {
        replace(last.with(votes));
      }
      return;
    }
    if (last == null && group.tracker().isEmpty()) {
      // Nobody was in office yet.
      return;
    }
    Instant now = clock.instant();
    if (last != null && last.to().isEmpty()) {
      epochs.removeLast();
      epochs.addLast(last.until(now));
    }
    epochs.addLast(
        new Timeline.Epoch(
            group.epoch(), group.recovery(), group.tracker(), now, Optional.empty(), votes));
    while (epochs.size() > Timeline.MAX) {
      epochs.removeFirst();
    }
    ledger.write(NAME, new Timeline(List.copyOf(epochs)));
  }

  private void replace(Timeline.Epoch last) {
    epochs.removeLast();
    epochs.addLast(last);
    ledger.write(NAME, new Timeline(List.copyOf(epochs)));
  }

  private static boolean isSame(Timeline.Epoch last, GroupView group) {
    return last.to().isEmpty()
        && last.epoch() == group.epoch()
        && last.recovery() == group.recovery()
        && last.tracker().map(MemberRef::id).equals(group.tracker().map(MemberRef::id));
  }

  private static List<MemberRef> votes(GroupView group) {
    return group
        .lastElection()
        .filter(election -> election.epoch() == group.epoch())
        .map(
            election ->
                election.votesReceived().isEmpty()
                    ? List.<MemberRef>of()
                    : election.votesReceived())
        .orElse(List.of());
  }

  /** What was seen so far. */
  synchronized Timeline timeline() {
    return new Timeline(List.copyOf(epochs));
  }

  /** The daemon ends: what it sees now it sees no longer. */
  synchronized void close() {
    Timeline.Epoch last = epochs.peekLast();
    if (last != null && last.to().isEmpty()) {
      replace(last.until(clock.instant()));
    }
  }
}
