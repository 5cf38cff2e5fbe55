package minibit.daemon.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;

/**
 * A member of the group.
 *
 * @param id for good
 * @param name what it calls itself
 * @param members where it takes members' messages
 * @param peers where it speaks BitTorrent
 * @param role what it is in the group
 * @param files it registered
 * @param bytes those have together
 * @param lastSeen when the tracker last heard it; of one that is away, when it went
 * @param uptime since its daemon started, by that daemon's clock; nothing while it is away
 * @param present whether its files are shown
 */
public record MemberView(
    MemberId id,
    String name,
    List<PeerAddress> members,
    List<PeerAddress> peers,
    Role role,
    int files,
    long bytes,
    Instant lastSeen,
    Duration uptime,
    boolean present) {
  /** What a member is to the others. */
  public enum Role {
    /** In office. */
    TRACKER,
    /** Votes and keeps the catalogue. */
    VOTER,
    /** Neither. */
    MEMBER
  }

  /** Keeps copies. */
  public MemberView {
    members = List.copyOf(members);
    peers = List.copyOf(peers);
  }
}
