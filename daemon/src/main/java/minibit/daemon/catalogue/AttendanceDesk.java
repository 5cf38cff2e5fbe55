package minibit.daemon.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.Holding;
import minibit.core.catalogue.Member;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.piece.Bitfield;
import minibit.group.member.GroupMember;
import minibit.group.vote.Seat;
import minibit.group.vote.Voter;

/** Who is there, and who has what: the catalogue joined with what the tracker has heard lately. */
final class AttendanceDesk {
  /** Holders told of one content: no download speaks to more. */
  static final int MAX_HOLDERS = 1000;

  /** Addresses of a member that are told. */
  private static final int MAX_ADDRESSES = 8;

  private final GroupMember self;
  private final Attendance attendance;

  AttendanceDesk(GroupMember self) {
    this.self = self;
    this.attendance = new Attendance(self);
  }

  private record Counted(Member member, int files, long bytes) {}

  Question.MemberList members(Voter voter) {
    Map<MemberId, Duration> silences = attendance.silences();
    List<Counted> members =
        voter.read(
            state ->
                state.members().stream()
                    .map(m -> new Counted(m, state.fileCount(m.id()), state.byteCount(m.id())))
                    .toList());
    Set<MemberId> voters = new HashSet<>();
    voter.standing().seats().stream().map(Seat::member).forEach(voters::add);
    Optional<MemberId> tracker =
        self.isTracker()
            ? Optional.of(self.id())
            : self.status().office().map(office -> office.tracker().id());
    Instant now = Instant.now();
    return new Question.MemberList(
        members.stream()
            .map(
                counted ->
                    view(counted, role(counted.member().id(), tracker, voters), silences, now))
            .sorted(Comparator.comparing(MemberView::name).thenComparing(MemberView::id))
            .toList());
  }

  private static MemberView.Role role(
      MemberId id, Optional<MemberId> tracker, Set<MemberId> voters) {
    if (tracker.filter(id::equals).isPresent()) {
      return MemberView.Role.TRACKER;
    }
    return voters.contains(id) ? MemberView.Role.VOTER : MemberView.Role.MEMBER;
  }

  private static MemberView view(
      Counted counted, MemberView.Role role, Map<MemberId, Duration> silences, Instant now) {
    Member member = counted.member();
    return new MemberView(
        member.id(),
        member.name(),
        some(member.passport().members()),
        some(member.passport().peers()),
        role,
        counted.files(),
        counted.bytes(),
        lastSeen(member, silences, now),
        uptime(member, now),
        member.present());
  }

  private static List<PeerAddress> some(List<PeerAddress> addresses) {
    return addresses.stream().limit(MAX_ADDRESSES).toList();
  }

  private static Instant lastSeen(Member member, Map<MemberId, Duration> silences, Instant now) {
    Duration silence = silences.get(member.id());
    return member.present() && silence != null ? now.minus(silence) : member.changed();
  }

  /** Its passport is made when its daemon starts. Clocks differ: never longer than it is known. */
  private static Duration uptime(Member member, Instant now) {
    if (!member.present()) {
      return Duration.ZERO;
    }
    Duration known = Duration.between(member.joined(), now);
    Duration up = Duration.between(member.passport().time(), now);
    Duration least = up.compareTo(known) < 0 ? up : known;
    return least.isNegative() ? Duration.ZERO : least;
  }

  private record Present(long size, List<Member> complete, Map<MemberId, Member> others) {}

  Question.HolderList holders(Voter voter, PiecesRoot root) {
    Map<MemberId, Duration> silences = attendance.silences();
    Map<MemberId, Bitfield> fetching = attendance.fetching(root);
    Optional<Present> present = voter.read(state -> present(state, root, fetching.keySet()));
    return new Question.HolderList(
        present.map(found -> holders(found, fetching, silences)).orElse(List.of()));
  }

  private static Optional<Present> present(
      CatalogueState state, PiecesRoot root, Set<MemberId> fetching) {
    Optional<Content> content = state.content(root);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    List<Member> complete = new ArrayList<>();
    for (Holding holding : Snapshot.of(state, content.get()).live()) {
      state.member(holding.member()).ifPresent(complete::add);
    }
    Map<MemberId, Member> others = new TreeMap<>();
    for (MemberId id : fetching) {
      state
          .member(id)
          .filter(member -> member.present() && !content.get().isHeldBy(id))
          .ifPresent(member -> others.put(id, member));
    }
    return Optional.of(new Present(content.get().size(), complete, others));
  }

  private static List<HolderView> holders(
      Present present, Map<MemberId, Bitfield> fetching, Map<MemberId, Duration> silences) {
    Instant now = Instant.now();
    long pieces = CanonicalPieces.count(present.size());
    List<HolderView> holders = new ArrayList<>();
    for (Member member : present.complete()) {
      holders.add(holder(member, lastSeen(member, silences, now), pieces, pieces, true));
    }
    List<HolderView> partial = new ArrayList<>();
    fetching.forEach(
        (id, some) -> {
          Member member = present.others().get(id);
          if (member != null) {
            Instant seen = lastSeen(member, silences, now);
            partial.add(holder(member, seen, some.count(), pieces, false));
          }
        });
    partial.sort(Comparator.comparingLong(HolderView::have).reversed());
    holders.addAll(partial);
    return holders.stream().limit(MAX_HOLDERS).toList();
  }

  private static HolderView holder(
      Member member, Instant seen, long have, long pieces, boolean complete) {
    return new HolderView(
        member.id(), member.name(), some(member.passport().peers()), seen, have, pieces, complete);
  }
}
