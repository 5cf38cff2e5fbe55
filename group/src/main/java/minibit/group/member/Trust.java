package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import minibit.core.identity.MemberId;
import minibit.group.vote.Standing;
import minibit.group.vote.Voter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether somebody who says that it is tracker is to be followed. A voter known here is believed at
 * once; of anybody else, and of every recovery, others are asked first, and until they answered
 * nothing changes, neither here nor on the disk. Owned by the loop.
 */
final class Trust {
  private static final Logger log = LoggerFactory.getLogger(Trust.class);

  /** How many recoveries a member may have missed: each is a disaster, mended by hand. */
  static final int STEP = 8;

  /** How soon another recovery is believed: who invents them gets nowhere near the last count. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** About so many is asked at a time. */
  private static final int MOST = 4;

  private final GroupMember self;
  private final Tenure tenure;
  private final Set<MemberId> asking = new HashSet<>();

  /** Of whom others have said that it is tracker, until it is followed. */
  private @Nullable Office vouched;

  private Instant nextRecovery = Instant.EPOCH;

  /** What was last said of somebody that is not believed. */
  private String refusal = "";

  Trust(GroupMember self, Tenure tenure) {
    this.self = self;
    this.tenure = tenure;
  }

  /** Whether others are being asked about this one just now. */
  boolean isAsking(MemberId tracker) {
    return asking.contains(tracker);
  }

  /** Whether to follow it now. If not, others may be asked, and it is followed when they agree. */
  boolean believes(Office told) {
    if (!self.belonging().isBound()) {
      // On the way into a group somebody has to be believed.
      return true;
    }
    boolean recovered = told.epoch().recovery() > self.belonging().recovery();
    if (recovered && !isRecoveryPlausible(told)) {
      return false;
    }
    if (!recovered && isKnownVoter(told.tracker().id()) || isVouchedFor(told)) {
      vouched = null;
      if (recovered) {
        nextRecovery = self.now().plus(PAUSE);
      }
      return true;
    }
    ask(told, recovered);
    return false;
  }

  private boolean isRecoveryPlausible(Office told) {
    if (self.now().isBefore(nextRecovery)) {
      return false;
    }
    int missed = told.epoch().recovery() - self.belonging().recovery();
    if (missed > STEP) {
      refuse(told, "it speaks of " + missed + " recoveries that nobody here heard of");
      return false;
    }
    return true;
  }

  /** Whom this member follows, or who votes as far as it knows. */
  private boolean isKnownVoter(MemberId tracker) {
    return tenure
            .followed()
            .filter(known -> known.tracker().id().equals(tracker) || known.votes(tracker))
            .isPresent()
        || log().filter(own -> votes(own, tracker)).isPresent();
  }

  private static boolean votes(Voter own, MemberId member) {
    return own.standing().seats().stream().anyMatch(seat -> seat.member().equals(member));
  }

  private boolean isVouchedFor(Office told) {
    Office known = vouched;
    return known != null
        && known.tracker().id().equals(told.tracker().id())
        && known.epoch().recovery() == told.epoch().recovery()
        && known.epoch().compareTo(told.epoch()) <= 0;
  }

  /** The voter with this group's log, once it knows at least of itself. */
  Optional<Voter> log() {
    return self.voter()
        .filter(own -> self.votes().recovery() == self.belonging().recovery())
        .filter(own -> own.standing().role() != Standing.Role.NONE)
        .filter(own -> own.read(state -> state.member(self.id())).isPresent());
  }

  private void ask(Office told, boolean recovered) {
    MemberId tracker = told.tracker().id();
    if (asking.size() >= MOST || !asking.add(tracker)) {
      return;
    }
    Witnesses witnesses = new Witnesses(self, told, log());
    boolean isMember =
        log().filter(own -> own.read(state -> state.member(tracker)).isPresent()).isPresent();
    // No quorum of the old log can confirm a recovery: it is recovered for lack of one.
    boolean ownWord = recovered && isMember;
    boolean alone = log().isEmpty() && !tenure.hears();
    CompletableFuture<Boolean> holds =
        recovered ? witnesses.itself() : CompletableFuture.completedFuture(true);
    holds
        .thenCompose(
            answers ->
                !answers || ownWord
                    ? CompletableFuture.completedFuture(answers)
                    : witnesses.others().thenApply(others -> others.agree(alone)))
        .whenComplete(
            (agreed, failure) ->
                self.onLoop(
                    () -> {
                      asking.remove(tracker);
                      if (failure == null && agreed) {
                        vouched = told;
                        tenure.follow(told);
                      } else {
                        refuse(told, "nobody whom this daemon knows says so");
                      }
                    }));
  }

  private void refuse(Office told, String reason) {
    String words =
        told.tracker().name()
            + " ("
            + told.tracker().id().brief()
            + ") says that it is the tracker of this group and is not followed: "
            + reason;
    if (!words.equals(refusal)) {
      refusal = words;
      log.warn("{}", words);
    }
    if (!tenure.knowsTracker()) {
      tenure.onRefused(words + "; if it is, leave the group and join it again");
    }
  }
}
