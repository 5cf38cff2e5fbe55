package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Member;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.group.GroupSettings;
import minibit.group.office.Autopilot;
import minibit.group.vote.Seat;
import minibit.group.vote.Standing;
import minibit.group.vote.Voter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who votes, as the tracker in office sees to it: one change at a time, as the autopilot decides.
 * Owned by the group's thread.
 */
final class Seating {
  private static final Logger log = LoggerFactory.getLogger(Seating.class);

  /** How long a newcomer may take to open its log before another is asked. */
  private static final Duration OPENING = Duration.ofSeconds(10);

  /** How long a voter that leaves waits for its place to be taken, a little less than it can. */
  private static final Duration UNSEATING = Farewell.FINISHING.plusSeconds(1);

  private final TrackerDuty duty;
  private final GroupMember self;
  private final Voter voter;
  private final GroupSettings settings;

  /** Voters that answer and say that they do not vote, since when. */
  private final Map<MemberId, Instant> voteless = new HashMap<>();

  /** Who could not take a seat, and until when it is offered none. */
  private final Map<MemberId, Instant> avoided = new HashMap<>();

  /** Whether a change is under way. */
  private boolean changing;

  Seating(TrackerDuty duty, GroupMember self, Voter voter, GroupSettings settings) {
    this.duty = duty;
    this.self = self;
    this.voter = voter;
    this.settings = settings;
  }

  /** A member said how it votes. */
  void onReport(MemberId id, Reply.Report report) {
    if (report.term() == 0 && votes(id)) {
      voteless.putIfAbsent(id, self.now());
    } else {
      voteless.remove(id);
    }
  }

  /** A member joined anew, and may be offered a seat again. */
  void onJoined(MemberId id) {
    avoided.remove(id);
  }

  /** Waits until a member that goes does not vote any more, for as long as it can wait. */
  CompletableFuture<Void> unseated(MemberId id) {
    return unseated(id, self.now().plus(UNSEATING));
  }

  private CompletableFuture<Void> unseated(MemberId id, Instant limit) {
    if (!votes(id) || !self.now().isBefore(limit)) {
      return CompletableFuture.completedFuture(null);
    }
    return self.later(Duration.ofMillis(20))
        .thenCompose(
            nothing -> {
              step(self.now());
              return unseated(id, limit);
            });
  }

  /** Whether a change of voters is under way, or rests at a number that a loss would stop. */
  boolean isHalfway() {
    Standing standing = voter.standing();
    boolean even = standing.seats().size() % 2 == 0;
    return standing.role() != Standing.Role.NONE && (changing || even);
  }

  private boolean votes(MemberId id) {
    return voter.standing().seats().stream().anyMatch(seat -> seat.member().equals(id));
  }

  /** One step of the autopilot, unless one is under way. */
  void step(Instant now) {
    if (changing) {
      return;
    }
    List<Seat> seats = voter.standing().seats();
    switch (Autopilot.decide(self.id(), seats, candidates(now), settings)) {
      case Autopilot.Decision.Rest() -> {}
      case Autopilot.Decision.HandOver(MemberId successor) -> {
        changing = true;
        settle(voter.handOver(successor, settings.detectMin()), successor);
      }
      case Autopilot.Decision.Reseat reseat -> {
        changing = true;
        log.info("voters: {} become {}", brief(reseat.expected()), brief(reseat.next()));
        CompletableFuture<?> opened =
            reseat.newcomer().isPresent()
                ? self.post()
                    .ask(reseat.newcomer().get().member(), new Request.TakeSeat(), OPENING)
                    .thenCompose(Seating::seated)
                : CompletableFuture.completedFuture(null);
        settle(
            opened.thenCompose(done -> voter.seat(reseat.expected(), reseat.next())),
            reseat.newcomer().map(Seat::member).orElse(self.id()));
      }
    }
  }

  private static CompletableFuture<Void> seated(Reply reply) {
    return reply instanceof Reply.Done
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(new IllegalStateException(String.valueOf(reply)));
  }

  private static List<String> brief(List<Seat> seats) {
    return seats.stream().map(seat -> seat.member().brief()).toList();
  }

  private void settle(CompletableFuture<?> change, MemberId concerned) {
    change.whenComplete(
        (done, failure) ->
            self.onLoop(
                () -> {
                  changing = false;
                  if (failure != null) {
                    log.info("voters stay: {}", failure.getMessage());
                    if (!concerned.equals(self.id())) {
                      avoided.put(concerned, self.now().plus(settings.voterSilence()));
                    }
                  } else {
                    duty.beat();
                  }
                }));
  }

  private List<Autopilot.Candidate> candidates(Instant now) {
    avoided.values().removeIf(until -> until.isBefore(now));
    List<Autopilot.Candidate> candidates = new ArrayList<>();
    for (Member member : voter.read(CatalogueState::members)) {
      Passport passport = member.passport();
      MemberId id = member.id();
      if (passport.voters().isEmpty() || avoided.containsKey(id) && !votes(id)) {
        continue;
      }
      Duration silence =
          id.equals(self.id())
              ? Duration.ZERO
              : member.present() ? voteSilence(now, id) : settings.memory();
      candidates.add(
          new Autopilot.Candidate(
              new Seat(id, passport.voters().getFirst()), silence, duty.isLeaving(id)));
    }
    return candidates;
  }

  /** How long a member has not been heard, or has been heard without voting as it should. */
  private Duration voteSilence(Instant now, MemberId id) {
    Duration silence = duty.liveness().silence(now, id);
    Duration without =
        Optional.ofNullable(voteless.get(id))
            .map(since -> Duration.between(since, now))
            .orElse(Duration.ZERO);
    return silence.compareTo(without) >= 0 ? silence : without;
  }
}
