package minibit.group.vote;

import java.util.List;
import java.util.Optional;
import minibit.core.identity.MemberId;

/**
 * How the election stands, as one voter sees it.
 *
 * @param role of this voter
 * @param term of this voter; it never falls, over restarts too
 * @param leader the leader it follows; may be stale when a quorum is lost
 * @param inOffice whether this voter leads, and has applied all that was acknowledged before
 * @param votedFor whom it gave its vote in this term
 * @param seats the voters by the newest configuration in its log
 * @param applied index of the last log entry in its catalogue
 */
public record Standing(
    Role role,
    long term,
    Optional<MemberId> leader,
    boolean inOffice,
    Optional<MemberId> votedFor,
    List<Seat> seats,
    long applied) {
  /** What a voter is doing in its term. */
  public enum Role {
    /** Follows a leader, or waits for one. */
    FOLLOWER,
    /** Asks for votes. */
    CANDIDATE,
    /** Was elected. */
    LEADER,
    /** Starting, or closed. */
    NONE
  }
}
