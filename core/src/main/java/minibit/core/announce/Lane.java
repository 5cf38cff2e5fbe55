package minibit.core.announce;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import minibit.core.id.InfoHash;

/**
 * The announces of one info-hash: a round asks the trackers in order until one accepts.
 *
 * <p>Phases: resting (before the start, between rounds) → asking → resting …; stopping from either,
 * and stopped at the end.
 */
final class Lane {
  /** How soon a lonely download asks again: half a minute, with room for the answer. */
  static final Duration LONELY_WAIT = Duration.ofSeconds(25);

  /** How often a download looks whether it has become lonely. */
  static final Duration LONELY_CHECK = Duration.ofSeconds(4);

  /** Least time between two announces at a tracker that names no minimal interval. */
  static final Duration HURRY_WAIT = Duration.ofSeconds(15);

  /** What trackers get to take our {@code stopped}. */
  static final Duration STOP_WAIT = Duration.ofSeconds(5);

  private sealed interface Phase {
    record Fresh() implements Phase {}

    record Resting(Instant next) implements Phase {}

    record Asking(long ticket, Tracker tracker, AnnounceEvent event, List<Tracker> rest)
        implements Phase {}

    record Stopping(Set<Long> tickets, Instant end) implements Phase {}

    record Stopped() implements Phase {}
  }

  private final InfoHash hash;
  private final AnnounceIdentity identity;
  private final Tiers tiers;
  private final LongSupplier tickets;

  private Phase phase = new Phase.Fresh();
  private boolean completedDue;
  private boolean hurry;
  private Instant notBefore = Instant.MIN;
  private Instant lonelyCheck = Instant.MAX;

  Lane(InfoHash hash, AnnounceIdentity identity, Tiers tiers, LongSupplier tickets) {
    this.hash = hash;
    this.identity = identity;
    this.tiers = tiers;
    this.tickets = tickets;
  }

  Instant deadline() {
    return switch (phase) {
      case Phase.Fresh(), Phase.Stopped() -> Instant.MAX;
      case Phase.Asking _ -> Instant.MAX;
      case Phase.Stopping(Set<Long> _, Instant end) -> end;
      case Phase.Resting(Instant next) -> earliest(next);
    };
  }

  private Instant earliest(Instant next) {
    Instant soon = next.isBefore(lonelyCheck) ? next : lonelyCheck;
    return hurry && notBefore.isBefore(soon) ? notBefore : soon;
  }

  boolean isStopped() {
    return phase instanceof Phase.Stopped;
  }

  void start() {
    if (phase instanceof Phase.Fresh && !tiers.isEmpty()) {
      phase = new Phase.Resting(Instant.MIN);
    }
  }

  void completed() {
    completedDue = true;
    if (phase instanceof Phase.Resting) {
      phase = new Phase.Resting(Instant.MIN);
    }
  }

  void hurry() {
    hurry = true;
  }

  /** Lets time act: begins a round that is due, ends a stop that took too long. */
  void pass(Instant now, Progress progress, Consumer<AnnouncerEffect> effects) {
    switch (phase) {
      case Phase.Resting(Instant next) -> {
        boolean lonely = progress.isLonely() && !now.isBefore(lonelyCheck);
        boolean hurried = hurry && !now.isBefore(notBefore);
        if (!now.isBefore(next) || lonely || hurried) {
          beginRound(now, progress, lonely || hurried, effects);
        } else if (!now.isBefore(lonelyCheck)) {
          lonelyCheck = progress.left() > 0 ? now.plus(LONELY_CHECK) : Instant.MAX;
        }
      }
      case Phase.Stopping(Set<Long> _, Instant end) -> {
        if (!now.isBefore(end)) {
          phase = new Phase.Stopped();
        }
      }
      case Phase.Fresh(), Phase.Asking _, Phase.Stopped() -> {}
    }
  }

  private void beginRound(
      Instant now, Progress progress, boolean urgent, Consumer<AnnouncerEffect> effects) {
    hurry = false;
    List<Tracker> all = tiers.inOrder();
    List<Tracker> ready = all.stream().filter(tracker -> tracker.isReady(now)).toList();
    if (ready.isEmpty() && urgent) {
      ready = all.stream().filter(tracker -> !tracker.isBarred(now)).toList();
    }
    ask(now, progress, ready, effects);
  }

  private void ask(
      Instant now, Progress progress, List<Tracker> queue, Consumer<AnnouncerEffect> effects) {
    if (queue.isEmpty()) {
      rest(now, progress, tiers.firstReady());
      return;
    }
    Tracker tracker = queue.getFirst();
    AnnounceEvent event =
        !tracker.knowsUs
            ? AnnounceEvent.STARTED
            : completedDue ? AnnounceEvent.COMPLETED : AnnounceEvent.NONE;
    tracker.state = TrackerStatus.State.ASKING;
    long ticket = tickets.getAsLong();
    phase = new Phase.Asking(ticket, tracker, event, queue.subList(1, queue.size()));
    effects.accept(request(ticket, tracker, event, progress));
  }

  /** After a round without success: nobody asks a dead tracker more than twice a minute. */
  private void rest(Instant now, Progress progress, Instant next) {
    phase = new Phase.Resting(next);
    notBefore = now.plus(HURRY_WAIT);
    lonelyCheck = progress.left() > 0 ? now.plus(LONELY_WAIT) : Instant.MAX;
  }

  private AnnouncerEffect request(
      long ticket, Tracker tracker, AnnounceEvent event, Progress progress) {
    return new AnnouncerEffect.Ask(
        ticket,
        tracker.url,
        new AnnounceRequest(
            hash,
            identity.peerId(),
            identity.port(),
            progress.uploaded(),
            progress.downloaded(),
            progress.left(),
            event,
            event == AnnounceEvent.STOPPED ? 0 : AnnounceRequest.DEFAULT_NUM_WANT,
            identity.key(),
            tracker.trackerId,
            identity.encryption()));
  }

  /** Takes an answer; those to tickets that nobody waits for any more are dropped. */
  void answered(
      Instant now,
      Progress progress,
      long ticket,
      AnnounceResponse response,
      Consumer<AnnouncerEffect> effects) {
    switch (phase) {
      case Phase.Asking asking when asking.ticket() == ticket -> {
        switch (response) {
          case AnnounceResponse.Accepted accepted ->
              accepted(now, progress, asking, accepted, effects);
          case AnnounceResponse.Refused refused -> {
            asking.tracker().refused(now, refused);
            goOn(now, progress, asking, effects);
          }
          case AnnounceResponse.Failed failed -> {
            asking.tracker().silent(now, failed.message());
            goOn(now, progress, asking, effects);
          }
        }
      }
      case Phase.Stopping(Set<Long> waiting, Instant _) -> {
        waiting.remove(ticket);
        if (waiting.isEmpty()) {
          phase = new Phase.Stopped();
        }
      }
      case Phase.Asking _, Phase.Fresh(), Phase.Resting _, Phase.Stopped() -> {}
    }
  }

  private void goOn(
      Instant now, Progress progress, Phase.Asking asking, Consumer<AnnouncerEffect> effects) {
    Tracker tracker = asking.tracker();
    effects.accept(new AnnouncerEffect.Failed(tracker.url, tracker.message));
    ask(now, progress, asking.rest(), effects);
  }

  private void accepted(
      Instant now,
      Progress progress,
      Phase.Asking asking,
      AnnounceResponse.Accepted answer,
      Consumer<AnnouncerEffect> effects) {
    Tracker tracker = asking.tracker();
    tracker.succeeded(answer);
    tiers.toFront(tracker);
    if (asking.event() == AnnounceEvent.COMPLETED) {
      completedDue = false;
    }
    answer
        .warning()
        .ifPresent(text -> effects.accept(new AnnouncerEffect.Warned(tracker.url, text)));
    if (!answer.peers().isEmpty()) {
      effects.accept(new AnnouncerEffect.PeersFound(tracker.url, answer.peers()));
    }
    if (completedDue) {
      ask(now, progress, List.of(tracker), effects);
      return;
    }
    Duration least = answer.minInterval().orElse(Duration.ZERO);
    Duration interval = answer.interval().compareTo(least) < 0 ? least : answer.interval();
    Duration lonelyWait = LONELY_WAIT.compareTo(least) < 0 ? least : LONELY_WAIT;
    phase = new Phase.Resting(now.plus(interval));
    notBefore = now.plus(answer.minInterval().orElse(HURRY_WAIT));
    lonelyCheck = progress.left() > 0 ? now.plus(lonelyWait) : Instant.MAX;
  }

  /** Tells every tracker that knows of us, or may. */
  void stop(Instant now, Progress progress, Consumer<AnnouncerEffect> effects) {
    if (phase instanceof Phase.Stopping || phase instanceof Phase.Stopped) {
      return;
    }
    Set<Long> waiting = new TreeSet<>();
    for (Tracker tracker : tiers.inOrder()) {
      boolean inDoubt = phase instanceof Phase.Asking asking && asking.tracker() == tracker;
      if (tracker.knowsUs || inDoubt) {
        long ticket = tickets.getAsLong();
        waiting.add(ticket);
        effects.accept(request(ticket, tracker, AnnounceEvent.STOPPED, progress));
      }
    }
    phase =
        waiting.isEmpty() ? new Phase.Stopped() : new Phase.Stopping(waiting, now.plus(STOP_WAIT));
  }

  List<TrackerStatus> status() {
    List<TrackerStatus> all = new ArrayList<>();
    Optional<Instant> planned =
        phase instanceof Phase.Resting(Instant next) && next.isBefore(Instant.MAX)
            ? Optional.of(next)
            : Optional.empty();
    for (int tier = 0; tier < tiers.tiers().size(); tier++) {
      for (Tracker tracker : tiers.tiers().get(tier)) {
        all.add(
            new TrackerStatus(
                hash,
                tracker.url,
                tier,
                tracker.state,
                planned,
                tracker.seeders,
                tracker.leechers,
                tracker.message));
      }
    }
    return all;
  }
}
