package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.Liveness;
import minibit.core.catalogue.Member;
import minibit.core.catalogue.PartialHolders;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.group.GroupSettings;
import minibit.group.office.Epoch;
import minibit.group.vote.Seat;
import minibit.group.vote.Voter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tracker does in one epoch: heartbeats, leases, goodbyes. It lives as long as the epoch,
 * and all it knows beside the catalogue dies with it. Owned by the group's thread.
 */
final class TrackerDuty {
  private static final Logger log = LoggerFactory.getLogger(TrackerDuty.class);

  /** How often a member that is away is called, in heartbeats: it may only have been asleep. */
  private static final int AWAY_EVERY = 5;

  private final GroupMember self;
  private final Voter voter;
  private final Epoch epoch;
  private final GroupSettings settings;
  private final Liveness liveness;
  private final PartialHolders partial = new PartialHolders();
  private final Seating seats;
  private final Map<MemberId, Reply.Report> reports = new TreeMap<>();

  private final Set<MemberId> leaving = new HashSet<>();

  /** Who said goodbye, and of which start: that one is not taken in again. */
  private final Map<MemberId, Long> saidGoodbye = new HashMap<>();

  private final Set<MemberId> proposedAway = new HashSet<>();
  private Instant nextBeat;
  private long beats;

  TrackerDuty(GroupMember self, Voter voter, Epoch epoch, GroupSettings settings, Instant now) {
    this.self = self;
    this.voter = voter;
    this.epoch = epoch;
    this.settings = settings;
    this.liveness = new Liveness(settings.lease());
    this.seats = new Seating(this, self, voter, settings);
    this.nextBeat = now;
    liveness.onEpoch(now, present(voter));
    self.tenure().absences().begin(now);
  }

  /** This tracker goes: it hands over before it does anything else. */
  void retire() {
    leaving.add(self.id());
    seats.step(self.now());
  }

  /** Who goes: each gives its vote up first. */
  boolean isLeaving(MemberId id) {
    return leaving.contains(id);
  }

  /** The voters of this tracker's group, and who is to be one. */
  Seating seats() {
    return seats;
  }

  /** Whether nobody else is there to take over. */
  boolean isAlone() {
    return voter.read(CatalogueState::members).stream()
        .noneMatch(member -> member.present() && !member.id().equals(self.id()));
  }

  private static List<MemberId> present(Voter voter) {
    return voter.read(CatalogueState::members).stream()
        .filter(Member::present)
        .map(Member::id)
        .toList();
  }

  Epoch epoch() {
    return epoch;
  }

  Liveness liveness() {
    return liveness;
  }

  PartialHolders partial() {
    return partial;
  }

  Voter voter() {
    return voter;
  }

  /** How long each member has been silent that this tracker heard, or granted a lease. */
  Map<MemberId, Duration> silences() {
    Instant now = self.now();
    Map<MemberId, Duration> silences = new TreeMap<>();
    for (Member member : voter.read(CatalogueState::members)) {
      if (liveness.lastHeard(member.id()).isPresent()) {
        silences.put(member.id(), liveness.silence(now, member.id()));
      }
    }
    return silences;
  }

  /** Who voted for this tracker, as far as members have reported. */
  List<MemberId> votesReceived(MemberId tracker) {
    List<MemberId> votes = new ArrayList<>(List.of(tracker));
    reports.forEach(
        (id, report) -> {
          if (report.term() == epoch.term()
              && report.votedFor().filter(tracker::equals).isPresent()) {
            votes.add(id);
          }
        });
    return votes;
  }

  /** Who this tracker is to the members. */
  Office office() {
    List<Office.VoterContact> contacts = new ArrayList<>();
    for (Seat seat : voter.standing().seats()) {
      contacts.add(
          new Office.VoterContact(
              seat,
              voter
                  .read(state -> state.member(seat.member()))
                  .map(member -> member.passport().members())
                  .orElse(List.of())));
    }
    return new Office(self.face(), epoch, self.passport(), contacts);
  }

  /** When the members hear of this tracker again. */
  Instant nextBeat() {
    return nextBeat;
  }

  void tick(Instant now) {
    if (now.isBefore(nextBeat)) {
      return;
    }
    nextBeat = now.plus(settings.heartbeat());
    beat();
    expire(now);
    seats.step(now);
  }

  /** Everybody hears of this tracker now: it took office, or the group moves. */
  void beat() {
    beats++;
    Office office = office();
    self.tenure().onOwnOffice(office);
    Optional<CatalogueCommand.Moved> moved = voter.read(CatalogueState::moved);
    for (Member member : voter.read(CatalogueState::members)) {
      if (member.id().equals(self.id())) {
        liveness.onHeard(self.now(), member.id());
        self.pieces().compare(partial.digest(member.id()));
      } else if (member.present() || beats % AWAY_EVERY == 1) {
        beat(member, office, moved);
      }
    }
  }

  private void beat(Member member, Office office, Optional<CatalogueCommand.Moved> moved) {
    MemberId id = member.id();
    if (!self.post().meet(member.passport())) {
      return;
    }
    long shares = voter.read(state -> state.digest(id)).total();
    Request beat = new Request.Heartbeat(office, shares, partial.digest(id), moved);
    self.post()
        .ask(id, beat, settings.detectMin())
        .whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                self.onLoop(() -> onAnswer(id, reply));
              } else {
                log.info("{} missed a heartbeat: {}", id.brief(), failure.getMessage());
              }
            });
  }

  private void onAnswer(MemberId id, Reply reply) {
    if (reply instanceof Reply.Report report) {
      reports.put(id, report);
      seats.onReport(id, report);
      onHeard(id);
    } else if (reply instanceof Reply.Failed(Reply.Code code, String text)
        && code == Reply.Code.OLD_EPOCH) {
      log.info("epoch {}: {} says: {}", epoch, id.brief(), text);
      self.post()
          .with(id)
          .ifPresent(with -> self.joining().askWhoIsTracker(with.other().members()));
    }
  }

  /** A member spoke: if it was away, it and its files are back. */
  void onHeard(MemberId id) {
    liveness.onHeard(self.now(), id);
    proposedAway.remove(id);
    boolean away = voter.read(state -> state.member(id).filter(m -> !m.present())).isPresent();
    if (away && !leaving.contains(id)) {
      propose(new CatalogueCommand.Back(id, self.clock().instant()));
    }
  }

  /** A member joined anew: what was said of it before is of another start. */
  void onJoined(Passport passport) {
    MemberId id = passport.id();
    if (hasLeft(passport)) {
      // It was taken in while it said goodbye: the goodbye counts.
      return;
    }
    leaving.remove(id);
    saidGoodbye.remove(id);
    seats.onJoined(id);
    onHeard(id);
  }

  private void expire(Instant now) {
    for (MemberId id : liveness.expired(now)) {
      if (proposedAway.add(id)) {
        log.info("{} was not heard for {}: away", id.brief(), settings.lease());
        partial.forget(id);
        propose(new CatalogueCommand.Away(id, self.clock().instant()))
            .whenComplete(
                (done, failure) ->
                    self.onLoop(
                        () -> {
                          if (failure == null) {
                            liveness.forget(id);
                          }
                          proposedAway.remove(id);
                        }));
      }
    }
    forgetLongAway(now);
  }

  /** An open group takes back whoever it forgot; a closed one would ask for an invitation. */
  private void forgetLongAway(Instant now) {
    if (self.door().isClosed()) {
      return;
    }
    List<MemberId> away =
        voter.read(CatalogueState::members).stream()
            .filter(member -> !member.present())
            .map(Member::id)
            .toList();
    for (MemberId id : self.tenure().absences().longerThan(settings.memory(), away, now)) {
      log.info("{} was away for more than {}: forgotten", id.brief(), settings.memory());
      propose(new CatalogueCommand.MemberLeft(id, self.clock().instant()));
    }
  }

  private CompletableFuture<?> propose(CatalogueCommand command) {
    return voter.propose(command);
  }

  /** A member says goodbye: whatever this start of it asked for before counts no more. */
  CompletableFuture<Void> goodbye(MemberId id, boolean forGood) {
    voter
        .read(state -> state.member(id))
        .ifPresent(member -> saidGoodbye.put(id, member.passport().boot()));
    return leave(id, forGood);
  }

  /**
   * Whether this start of a member has said goodbye. What it asked for before, while it looked for
   * the tracker in office, may arrive afterwards.
   */
  boolean hasLeft(Passport passport) {
    Long boot = saidGoodbye.get(passport.id());
    return boot != null && boot == passport.boot();
  }

  /** A member goes: its vote is taken first, then its files are hidden or forgotten. */
  CompletableFuture<Void> leave(MemberId id, boolean forGood) {
    leaving.add(id);
    seats.step(self.now());
    CatalogueCommand command =
        forGood
            ? new CatalogueCommand.MemberLeft(id, self.clock().instant())
            : new CatalogueCommand.Away(id, self.clock().instant());
    return seats
        .unseated(id)
        .thenCompose(nothing -> voter.propose(command))
        .thenRun(() -> self.onLoop(() -> forget(id)));
  }

  private void forget(MemberId id) {
    liveness.forget(id);
    partial.forget(id);
    reports.remove(id);
  }

  /** A member's pieces of what it fetches. */
  boolean onPieces(MemberId from, Request.Pieces pieces) {
    if (pieces.pieces().isEmpty()) {
      partial.forget(from, pieces.root());
      return true;
    }
    Optional<Content> content = voter.read(state -> state.content(pieces.root()));
    if (content.isEmpty()) {
      return false;
    }
    return switch (partial.report(from, content.get(), pieces.pieces().get())) {
      case NEW_HOLDER -> {
        self.onPartialHolder(pieces.root(), from);
        yield true;
      }
      case TAKEN -> true;
      case REFUSED -> false;
    };
  }
}
