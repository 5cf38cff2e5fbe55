package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;

/**
 * The members of the group.
 *
 * @param stale whether no tracker vouches for it
 * @param members the tracker first, then by name
 */
public record MemberList(boolean stale, List<Member> members) {
  /** Keeps a copy. */
  public MemberList {
    members = List.copyOf(members);
  }

  /**
   * A member.
   *
   * @param name for people; not unique
   * @param id hexadecimal
   * @param address first of {@code addresses}; empty if none is known
   * @param addresses where it speaks BitTorrent, each {@code host:port}
   * @param role in the group
   * @param files it offers
   * @param bytes of them
   * @param lastSeen when the tracker heard it last
   * @param uptime seconds since it came
   * @param present false while away: its files are hidden
   * @param self whether it is the daemon that answers
   */
  public record Member(
      String name,
      String id,
      String address,
      List<String> addresses,
      Role role,
      long files,
      long bytes,
      Instant lastSeen,
      double uptime,
      boolean present,
      boolean self) {
    /** Keeps a copy. */
    public Member {
      addresses = List.copyOf(addresses);
    }
  }
}
