package minibit.group.vote;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import minibit.core.identity.MemberId;

/**
 * A new election on demand. A tracker that merely steps down is elected again two times in three,
 * so it gives up its right to stand until another is in office.
 */
public final class Election {
  private Election() {}

  /**
   * What came of it.
   *
   * @param term the new one
   * @param leader who is in office now; empty if nobody was elected within the limit
   */
  public record Outcome(long term, Optional<MemberId> leader) {}

  /**
   * Makes the voter in office call a genuine vote, and waits for its end. A voter that votes alone
   * is elected again, in a new term.
   *
   * @throws NotInOfficeException if this voter is not in office
   */
  public static Outcome force(Voter voter, MemberId self, Duration limit)
      throws NotInOfficeException, InterruptedException {
    Standing before = voter.standing();
    if (!before.inOffice()) {
      throw new NotInOfficeException("only the tracker in office can call an election");
    }
    boolean alone = before.seats().size() == 1;
    try {
      if (!alone) {
        voter.mayStand(false).join();
      }
      voter.stepDown(limit).join();
      return await(voter, before.term(), self, alone, limit);
    } catch (CompletionException e) {
      throw e.getCause() instanceof NotInOfficeException notInOffice
          ? notInOffice
          : new NotInOfficeException(String.valueOf(e.getMessage()));
    } finally {
      if (!alone) {
        voter.mayStand(true).join();
      }
    }
  }

  private static Outcome await(
      Voter voter, long oldTerm, MemberId self, boolean alone, Duration limit)
      throws InterruptedException {
    return voter
        .await(
            now ->
                now.term() > oldTerm
                    && (alone
                        ? now.inOffice()
                        : now.leader().filter(leader -> !leader.equals(self)).isPresent()),
            limit)
        .map(now -> new Outcome(now.term(), now.leader()))
        .orElseGet(() -> new Outcome(voter.standing().term(), Optional.empty()));
  }
}
