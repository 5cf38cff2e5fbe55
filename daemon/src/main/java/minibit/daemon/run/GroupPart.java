package minibit.daemon.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.core.metainfo.HostPort;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.CreateGroupRequest;
import minibit.daemon.api.model.ElectionAnswer;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.Invite;
import minibit.daemon.api.model.InviteRequest;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.Role;
import minibit.group.closed.Ticket;
import minibit.group.member.Entry;
import minibit.group.member.GroupMember;
import minibit.group.member.GroupStatus;
import minibit.group.member.NotRecoveredException;
import minibit.group.member.Office;
import minibit.group.member.Reply;
import minibit.group.member.Trouble;
import minibit.group.office.Epoch;
import minibit.group.office.GroupFace;

/** What the API says of the group, and does with the membership. Any thread. */
final class GroupPart {
  /** How long to look for the outcome of an election. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** A busy machine opens a log slowly, and a group that was just met may be electing. */
  private static final Duration ENTERING = Duration.ofSeconds(20);

  private final Membership membership;
  private final MemberNames names;
  private final Ears ears;
  private final CataloguePart catalogue;

  GroupPart(Membership membership, MemberNames names, Ears ears, CataloguePart catalogue) {
    this.membership = membership;
    this.names = names;
    this.ears = ears;
    this.catalogue = catalogue;
  }

  GroupView view() {
    Optional<GroupStatus> known = membership.status();
    if (known.isEmpty()) {
      return nowhere();
    }
    GroupStatus status = known.get();
    names.refresh();
    Optional<MemberRef> tracker =
        status.office().filter(office -> status.quorum()).map(names::learn);
    List<Office.VoterContact> voters = status.office().map(Office::voters).orElse(List.of());
    return new GroupView(
        membership.group(),
        status.face().map(face -> face.id().toString()).orElse(""),
        status.epoch().term(),
        status.epoch().recovery(),
        role(status.role()),
        tracker,
        voters.stream().map(names::of).toList(),
        tracker.isPresent() ? List.of() : waitingFor(voters),
        members(status),
        present(status),
        status.quorum(),
        heard(status),
        ears.lastOffice().map(change -> election(status, change)),
        status.face().map(GroupFace::closed).orElse(false),
        status.trouble().map(GroupPart::trouble));
  }

  /**
   * What the history of offices is about, without asking anybody: equal as long as nothing of it
   * changes.
   */
  Object mark() {
    return membership.status().map(Mark::of).orElse(Mark.NOWHERE);
  }

  /** The office as it was at one look. */
  private record Mark(Epoch epoch, Optional<MemberId> tracker, List<MemberId> votes) {
    static final Mark NOWHERE = new Mark(Epoch.NONE, Optional.empty(), List.of());

    static Mark of(GroupStatus status) {
      return new Mark(
          status.epoch(),
          status.office().filter(office -> status.quorum()).map(office -> office.tracker().id()),
          status.votesReceived());
    }
  }

  private static GroupView.Trouble trouble(Trouble trouble) {
    String code =
        switch (trouble.kind()) {
          case CANNOT_VOTE -> "cannot-vote";
          case LOG_UNWRITABLE -> "log-unwritable";
          case LOG_DAMAGED -> "log-damaged";
          case RECORD_UNWRITABLE -> "record-unwritable";
          case REFUSED -> "refused";
        };
    return new GroupView.Trouble(code, trouble.words(), trouble.detail());
  }

  private GroupView nowhere() {
    return new GroupView(
        "",
        "",
        0,
        0,
        Role.LOOKING,
        Optional.empty(),
        List.of(),
        List.of(),
        0,
        0,
        false,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  private static Role role(GroupStatus.Role role) {
    return switch (role) {
      case LOOKING -> Role.LOOKING;
      case MEMBER -> Role.MEMBER;
      case VOTER -> Role.VOTER;
      case TRACKER -> Role.TRACKER;
    };
  }

  private List<String> waitingFor(List<Office.VoterContact> voters) {
    Optional<MemberId> self = membership.member().map(GroupMember::id);
    return voters.stream()
        .filter(voter -> !self.equals(Optional.of(voter.seat().member())))
        .map(voter -> names.of(voter).name())
        .toList();
  }

  /** This daemon itself counts before anybody has told of the others. */
  private int members(GroupStatus status) {
    int itself = status.face().isPresent() ? 1 : 0;
    return Math.max(itself, Math.max(status.members(), names.count()));
  }

  private int present(GroupStatus status) {
    int itself = status.face().isPresent() ? 1 : 0;
    return Math.max(itself, names.count() == 0 ? status.present() : names.present());
  }

  private static Optional<Double> heard(GroupStatus status) {
    return status.office().isPresent()
        ? Optional.of(status.sinceHeartbeat().toMillis() / 1000.0)
        : Optional.empty();
  }

  private GroupView.Election election(GroupStatus status, Ears.Accession change) {
    return new GroupView.Election(
        change.office().epoch().term(),
        change.office().epoch().recovery(),
        Optional.of(names.learn(change.office())),
        change.at(),
        status.votedFor().map(names::of),
        status.votesReceived().stream().map(names::of).toList());
  }

  private GroupMember member() {
    return membership
        .member()
        .orElseThrow(
            () ->
                ApiException.conflict(
                    "no-group",
                    Sentence.of(
                        "left-group",
                        "this daemon left its group; group join takes it into another")));
  }

  ElectionAnswer election() {
    GroupMember member = member();
    GroupStatus before = member.status();
    if (before.office().isEmpty()) {
      throw ApiException.noTracker(
          Sentence.of("nobody-in-office", "there is no tracker to be voted out"));
    }
    if (!before.quorum()) {
      throw ApiException.noTracker(
          Sentence.of(
              "no-quorum", "too few voters answer: no tracker is in office to call a vote"));
    }
    long start = System.nanoTime();
    check(Waiting.on(member.election()));
    Office after =
        awaited(
            () ->
                ears.lastOffice()
                    .map(Ears.Accession::office)
                    .filter(office -> office.epoch().compareTo(before.epoch()) > 0),
            PATIENCE,
            Sentence.of("election-open", "the election has no result yet"));
    return new ElectionAnswer(
        before.office().map(names::learn),
        before.epoch().term(),
        names.learn(after),
        after.epoch().term(),
        (System.nanoTime() - start) / 1e9);
  }

  private static void check(Reply reply) {
    if (reply instanceof Reply.Failed(Reply.Code code, String english)) {
      Sentence text = GroupWords.of(code, english);
      throw switch (code) {
        case NO_QUORUM, NOT_TRACKER, UNKNOWN_MEMBER, OLD_EPOCH, MOVING ->
            ApiException.noTracker(text);
        case OTHER_GROUP, VERSION, DUPLICATE_IDENTITY, LIMIT, PRESENT ->
            ApiException.conflict("refused", text);
        case NOT_INVITED -> ApiException.denied("not-invited", text);
        case MALFORMED -> ApiException.failed("refused", text);
      };
    }
  }

  private <T> T awaited(Supplier<Optional<T>> look, Duration patience, Sentence late) {
    try {
      return ears.bell().await(look, patience).orElseThrow(() -> ApiException.noTracker(late));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.failed("stopping", Sentence.of("stopping", "the daemon is stopping"));
    }
  }

  GroupView leave() {
    member();
    membership.leave();
    return view();
  }

  GroupView forget(String named) {
    member();
    check(Waiting.on(member().forget(catalogue.member(named))));
    return view();
  }

  GroupView recover() {
    try {
      Waiting.on(member().recover());
    } catch (NotRecoveredException refused) {
      throw ApiException.conflict("not-recovered", refused.sentence());
    }
    return view();
  }

  GroupView join(String text) {
    Invitation invitation = Invitation.parse(text, membership.group());
    if (!invitation.id().isEmpty() && invitation.id().equals(view().id())) {
      throw ApiException.conflict(
          "in-a-group", Sentence.of("in-that-group", "this daemon is in that group already"));
    }
    checkFree();
    Entry by = invitation.ticket().<Entry>map(Entry.Invited::new).orElseGet(() -> new Entry.Look());
    try {
      membership.enter(invitation.group(), resolved(invitation.at()), by);
    } catch (UnknownHostException e) {
      throw ApiException.badRequest(
          "bad-address", Sentence.of("no-host", "there is no host {0}", e.getMessage()));
    } catch (IOException e) {
      throw ApiException.failed("join-failed", Sentence.plain(String.valueOf(e.getMessage())));
    }
    return entered(
        Sentence.of(
            "nobody-takes",
            "nobody at {0} takes this daemon into {1} yet",
            text,
            invitation.group()));
  }

  GroupView create(CreateGroupRequest request) {
    int bytes = request.name().getBytes(StandardCharsets.UTF_8).length;
    if (request.name().isBlank() || bytes > CatalogueLimits.GROUP_NAME_BYTES) {
      throw ApiException.badRequest(
          "bad-field",
          Sentence.of(
              "group-name-length",
              "a group's name has 1 to {0} bytes, not {1}",
              CatalogueLimits.GROUP_NAME_BYTES,
              bytes));
    }
    checkFree();
    try {
      membership.enter(request.name(), List.of(), new Entry.Found(request.closed()));
    } catch (IOException e) {
      throw ApiException.failed("create-failed", Sentence.plain(String.valueOf(e.getMessage())));
    }
    return entered(
        Sentence.of("group-no-tracker", "the group {0} has no tracker yet", request.name()));
  }

  /** A daemon that others count on does not change groups without being told to leave. */
  private void checkFree() {
    if (membership.status().filter(GroupPart::isAmongOthers).isPresent()) {
      throw ApiException.conflict(
          "in-a-group",
          Sentence.of(
              "in-a-group",
              "this daemon is in the group {0}; leave it first: group leave",
              membership.group()));
    }
  }

  /** A group that never had a second member, or has none left, is left without a word. */
  private static boolean isAmongOthers(GroupStatus status) {
    boolean alone = status.role() == GroupStatus.Role.TRACKER && status.members() <= 1;
    return status.face().filter(GroupFace::grown).isPresent() && !alone;
  }

  /** Waits until the group has a tracker and this daemon is in it, or is refused. */
  private GroupView entered(Sentence late) {
    Optional<Ears.Refusal> refusal =
        awaited(
            () ->
                ears.refusal().isPresent()
                    ? Optional.of(ears.refusal())
                    : ears.lastOffice().map(office -> Optional.<Ears.Refusal>empty()),
            ENTERING,
            Sentence.of(
                "goes-on-trying",
                "{0}; this daemon goes on trying, and its status says when it is in",
                late));
    refusal.ifPresent(why -> check(new Reply.Failed(why.code(), why.text())));
    return view();
  }

  /** Addresses of members; names are resolved now. */
  static List<PeerAddress> resolved(List<HostPort> members) throws UnknownHostException {
    List<PeerAddress> addresses = new ArrayList<>();
    for (HostPort member : members) {
      for (InetAddress address : InetAddress.getAllByName(member.host())) {
        addresses.add(PeerAddress.of(address.getAddress(), member.port()));
      }
    }
    return addresses;
  }

  Invite invite(InviteRequest request) {
    GroupMember member = member();
    List<HostPort> at =
        membership.addresses().stream()
            .map(address -> new HostPort(address.host(), address.port()))
            .toList();
    Duration valid = Duration.ofSeconds(request.validFor().orElse(InviteRequest.USUAL));
    Optional<Ticket> ticket = member.invite(valid, request.reusable());
    String id = member.status().face().map(face -> face.id().toString()).orElse("");
    Invitation invitation = new Invitation(membership.group(), id, at, ticket);
    return new Invite(
        membership.group(),
        id,
        invitation.link(),
        at.stream().map(HostPort::toString).toList(),
        ticket.isPresent(),
        ticket.map(given -> given.stub().expires()),
        ticket.isEmpty() || request.reusable());
  }
}
