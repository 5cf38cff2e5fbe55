package minibit.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import minibit.daemon.api.model.ElectionAnswer;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Role;

/** The group of a {@link FakeDaemon}: Ana is tracker, Bia votes, Rui is away. */
final class FakeGroup {
  /** When everything happened. */
  static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  static final MemberRef ANA = new MemberRef("ana", "a1".repeat(32), "192.0.2.1:7000");
  static final MemberRef BIA = new MemberRef("bia", "b2".repeat(32), "192.0.2.2:7000");

  private long epoch = 7;

  GroupView view() {
    return new GroupView(
        "lab",
        "9f".repeat(16),
        epoch,
        0,
        Role.VOTER,
        Optional.of(ANA),
        List.of(ANA, BIA),
        List.of(),
        3,
        2,
        true,
        Optional.of(0.4),
        Optional.of(
            new GroupView.Election(
                epoch, 0, Optional.of(ANA), THEN, Optional.of(ANA), List.of(BIA))),
        false,
        Optional.of(
            new GroupView.Trouble("log-unwritable", "the log cannot be written", "disk full")));
  }

  /** Bia wins, one epoch later. */
  ElectionAnswer election() {
    return new ElectionAnswer(Optional.of(ANA), epoch, BIA, ++epoch, 0.85);
  }

  /** Who is in it, as a tracker vouches for or as was last heard. */
  static MemberList members(boolean stale) {
    return new MemberList(
        stale,
        List.of(
            member(ANA, Role.TRACKER, true),
            member(BIA, Role.VOTER, true),
            member(new MemberRef("rui", "c3".repeat(32), ""), Role.MEMBER, false)));
  }

  private static MemberList.Member member(MemberRef ref, Role role, boolean present) {
    return new MemberList.Member(
        ref.name(),
        ref.id(),
        ref.address(),
        List.of(ref.address()),
        role,
        3,
        4096,
        THEN,
        61,
        present,
        ref.equals(ANA));
  }
}
