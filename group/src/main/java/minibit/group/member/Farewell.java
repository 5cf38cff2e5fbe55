package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Leaving in good order: a tracker hands over first, then the new one is told. On the loop. */
final class Farewell {
  /** How often it is looked whether the office is handed over. */
  private static final Duration LOOK = Duration.ofMillis(20);

  /**
   * How much longer than its limit a farewell takes when a change of voters is under way: what
   * opening a log and catching up takes on a machine that is busy with other things.
   */
  static final Duration FINISHING = Duration.ofSeconds(3);

  private final GroupMember self;
  private final boolean forGood;
  private final Instant limit;

  Farewell(GroupMember self, boolean forGood, Instant limit) {
    this.self = self;
    this.forGood = forGood;
    this.limit = limit;
  }

  /** Completes when the group knows that this member goes, or the limit is over. */
  CompletableFuture<Void> say() {
    boolean late = !self.now().isBefore(limit);
    TrackerDuty own = self.duty();
    if (own != null) {
      if (late && !(own.seats().isHalfway() && self.now().isBefore(limit.plus(FINISHING)))) {
        return CompletableFuture.completedFuture(null);
      }
      own.retire();
      return self.later(LOOK)
          .thenCompose(
              nothing -> {
                self.tenure().lookAtElection(self.now());
                return own.isAlone() ? CompletableFuture.completedFuture(null) : say();
              });
    }
    Optional<Office> known = self.tenure().followed();
    if (known.isEmpty() || known.get().tracker().id().equals(self.id())) {
      // Handed over, and the new tracker has not spoken yet; or nobody is there to say goodbye to.
      return late || self.voter().isEmpty()
          ? CompletableFuture.completedFuture(null)
          : self.later(LOOK).thenCompose(nothing -> say());
    }
    self.onGone();
    // A voter stays until another sits in its place: of two voters, one that is gone before the
    // other has written that down takes the quorum along.
    Duration patience = Duration.between(self.now(), limit);
    return self.post()
        .ask(
            known.get().tracker().id(),
            new Request.Leave(forGood),
            self.voter().isPresent() ? patience.plus(FINISHING) : patience)
        .thenApply(reply -> null);
  }
}
