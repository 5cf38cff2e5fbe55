package minibit.group.member;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import minibit.core.identity.MemberId;
import minibit.group.office.Epoch;
import minibit.group.office.GroupFace;

/**
 * A member's view of its group.
 *
 * @param face of the group; empty while one is looked for
 * @param epoch the highest known
 * @param role of this member
 * @param office who is tracker; empty when none is known to be
 * @param quorum whether a tracker was heard within any member's patience
 * @param sinceHeartbeat since a tracker that counts was heard; nothing on the tracker itself
 * @param members in the catalogue, present and away; 0 where this member keeps none
 * @param present of these
 * @param votedFor whom this member voted for last, if it votes
 * @param votesReceived who voted for this member, as far as reported, if it is the tracker
 * @param trouble what keeps this member from its group or from voting; empty when all is well
 */
public record GroupStatus(
    Optional<GroupFace> face,
    Epoch epoch,
    Role role,
    Optional<Office> office,
    boolean quorum,
    Duration sinceHeartbeat,
    int members,
    int present,
    Optional<MemberId> votedFor,
    List<MemberId> votesReceived,
    Optional<Trouble> trouble) {
  /** Before anything is known. */
  static final GroupStatus LOOKING =
      new GroupStatus(
          Optional.empty(),
          Epoch.NONE,
          Role.LOOKING,
          Optional.empty(),
          false,
          Duration.ZERO,
          0,
          0,
          Optional.empty(),
          List.of(),
          Optional.empty());

  /** The same, of a tracker that has been silent for so long. */
  GroupStatus silent(Duration since) {
    return new GroupStatus(
        face,
        epoch,
        role,
        office,
        quorum,
        since,
        members,
        present,
        votedFor,
        votesReceived,
        trouble);
  }

  /** What a member is in its group. */
  public enum Role {
    /** Looks for a group. */
    LOOKING,
    /** Has a group and does not vote. */
    MEMBER,
    /** Votes and keeps the catalogue. */
    VOTER,
    /** In office. */
    TRACKER
  }
}
