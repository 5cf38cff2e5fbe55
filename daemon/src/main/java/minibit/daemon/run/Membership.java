package minibit.daemon.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import minibit.core.id.PeerAddress;
import minibit.daemon.catalogue.CatalogueDesk;
import minibit.daemon.member.HttpMemberTransport;
import minibit.daemon.member.MemberServer;
import minibit.daemon.member.MulticastBeacons;
import minibit.daemon.member.StockAnnounces;
import minibit.group.member.Beacons;
import minibit.group.member.Entry;
import minibit.group.member.GroupConfig;
import minibit.group.member.GroupMember;
import minibit.group.member.GroupStatus;
import minibit.group.member.MemberKeys;
import minibit.group.member.Reply;
import minibit.group.member.Request;
import minibit.group.member.ShareBook;
import minibit.group.office.GroupFace;
import org.jspecify.annotations.Nullable;

/**
 * This daemon's place in a group, which it may leave for another without stopping: the listeners
 * stay, the member behind them is exchanged. Any thread; one change at a time.
 */
final class Membership implements AutoCloseable {
  /** A member hands over and says goodbye within this; a daemon is gone in two seconds. */
  private static final Duration GOODBYE = Duration.ofMillis(1400);

  /**
   * What a member is made of.
   *
   * @param beacons empty when discovery is off
   */
  record Parts(
      MemberKeys keys,
      HttpMemberTransport transport,
      Optional<MulticastBeacons> beacons,
      MemberServer server,
      StockAnnounces announces,
      CatalogueDesk desk,
      Ears ears,
      TorrentPost torrents,
      SwarmPost swarms,
      ShareBook book,
      RandomGenerator chance) {}

  private final Parts parts;
  private volatile GroupConfig config;
  private volatile @Nullable GroupMember member;

  private Membership(Parts parts, GroupConfig config) {
    this.parts = parts;
    this.config = config;
  }

  /** Looks for the group that the home remembers, or the one that is configured. */
  static Membership start(Parts parts, GroupConfig config) throws IOException {
    Membership membership = new Membership(parts, config);
    membership.begin();
    return membership;
  }

  private void begin() throws IOException {
    GroupMember started =
        GroupMember.start(
            config,
            parts.keys,
            parts.transport,
            parts.beacons.<Beacons>map(beacons -> beacons).orElse(Beacons.NONE),
            parts.book,
            parts.ears,
            parts.chance);
    parts.desk.follow(started);
    parts.torrents.follow(started);
    parts.swarms.follow(started);
    parts.announces.serve(started, config.members());
    parts.beacons.ifPresent(beacons -> beacons.listen(started::onBeacon));
    parts.server.serve(started::receive);
    member = started;
  }

  /** Leaves for good; the files registered go with it. */
  synchronized void leave() {
    GroupMember leaving = member;
    member = null;
    if (leaving != null) {
      parts.announces.rest();
      parts.desk.unfollow();
      leaving.close(true, GOODBYE);
      parts.ears.reset();
    }
  }

  /**
   * Goes into another group, after the present one was left.
   *
   * @param at where to ask
   * @param by as an invited one, or as its founder
   */
  synchronized void enter(String group, List<PeerAddress> at, Entry by) throws IOException {
    leave();
    config = config.into(group, at, by);
    begin();
  }

  /** Whether the group takes in the invited only. */
  boolean isClosed() {
    return status().flatMap(GroupStatus::face).filter(GroupFace::closed).isPresent();
  }

  /** The member; empty after a group was left. */
  Optional<GroupMember> member() {
    return Optional.ofNullable(member);
  }

  /** How things stand; empty after a group was left. */
  Optional<GroupStatus> status() {
    return member().map(GroupMember::status);
  }

  /** The name of the group that is looked for or belonged to. */
  String group() {
    return status()
        .flatMap(GroupStatus::face)
        .map(face -> face.name())
        .orElseGet(() -> config.group());
  }

  /** Where this daemon takes members' messages, the best address first. */
  List<PeerAddress> addresses() {
    return config.members();
  }

  /** Where it would vote. */
  PeerAddress voter() {
    return config.voter();
  }

  /** The digest of a running transfer's pieces, for the tracker; quietly nothing without group. */
  CompletableFuture<Reply> report(Request.Pieces pieces) {
    return member()
        .map(known -> known.reportPieces(pieces))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IOException("this daemon has no group")));
  }

  /** Hands over, says goodbye, keeps the membership. */
  @Override
  public synchronized void close() {
    GroupMember leaving = member;
    member = null;
    if (leaving != null) {
      leaving.close(false, GOODBYE);
    }
  }
}
