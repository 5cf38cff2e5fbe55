package minibit.group.member;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.identity.Passport;
import minibit.group.GroupSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member is started with.
 *
 * @param group the name to look for and to found
 * @param member its own name, for people
 * @param home folder of the daemon; the group keeps its record and log in it
 * @param peers where it speaks BitTorrent
 * @param members where it takes members' messages
 * @param voter the address and port it would vote at
 * @param join where to ask first; with such addresses it never founds a group
 * @param settings intervals and bounds
 * @param entry how it comes into a group, if the home remembers none
 */
public record GroupConfig(
    String group,
    String member,
    Path home,
    List<PeerAddress> peers,
    List<PeerAddress> members,
    PeerAddress voter,
    List<PeerAddress> join,
    GroupSettings settings,
    Entry entry) {
  private static final Logger log = LoggerFactory.getLogger(GroupConfig.class);

  /** The protocol of this group; a member with another is refused with both numbers. */
  public static final int VERSION = 1;

  /** Keeps copies. */
  public GroupConfig {
    peers = List.copyOf(peers);
    members = List.copyOf(members);
    join = List.copyOf(join);
  }

  /** A member that looks for a group of the name. */
  public GroupConfig(
      String group,
      String member,
      Path home,
      List<PeerAddress> peers,
      List<PeerAddress> members,
      PeerAddress voter,
      List<PeerAddress> join,
      GroupSettings settings) {
    this(group, member, home, peers, members, voter, join, settings, new Entry.Look());
  }

  /**
   * Who this daemon is from now on.
   *
   * @param boot of this start
   * @param last when it last showed a passport: the next must be later, also when somebody set the
   *     clock back
   */
  Passport passport(MemberKeys keys, long boot, Instant now, Instant last) {
    Instant time = now.isAfter(last) ? now : last.plusMillis(1);
    return Passport.unsigned(
            keys.key(),
            keys.agreement(),
            boot,
            VERSION,
            member,
            peers,
            members,
            List.of(voter),
            time)
        .signed(keys);
  }

  /** The same daemon in a group that its home remembers: no ticket is shown twice. */
  GroupConfig backInto(GroupRecord known) {
    if (entry instanceof Entry.Invited && !known.name().equals(group)) {
      log.warn(
          "this home is in the group {}: the invitation into {} is not used; minibit group leave"
              + " comes first",
          known.name(),
          group);
    }
    return into(known.name(), join, new Entry.Look());
  }

  /** The same daemon on its way into another group. */
  public GroupConfig into(String name, List<PeerAddress> at, Entry by) {
    return new GroupConfig(name, member, home, peers, members, voter, at, settings, by);
  }
}
