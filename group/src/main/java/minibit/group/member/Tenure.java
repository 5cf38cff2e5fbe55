package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Member;
import minibit.core.identity.Passport;
import minibit.group.office.Epoch;
import minibit.group.office.Watch;
import minibit.group.vote.Standing;
import minibit.group.vote.Voter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is tracker, and this member's part in it: it follows whoever is in office, takes office when
 * elected, stands down, and tells how things are. Owned by the loop.
 */
final class Tenure {
  private static final Logger log = LoggerFactory.getLogger(Tenure.class);

  /** The same while a tracker is in office and nobody speaks: as long as nobody would notice. */
  static final Duration CALM = Duration.ofSeconds(1);

  private final GroupMember self;
  private final GroupListener listener;
  private final Encounters encounters;
  private final RandomGenerator chance;
  private final Trust trust;
  private final Absences absences;
  private Watch watch;
  private @Nullable Office office;
  private volatile @Nullable TrackerDuty duty;
  private List<Passport> invited = List.of();
  private @Nullable Trouble refused;
  private volatile GroupStatus status = GroupStatus.LOOKING;

  /** When a tracker that counts was heard. */
  private volatile Instant heard = Instant.EPOCH;

  Tenure(
      GroupMember self,
      GroupListener listener,
      Encounters encounters,
      RandomGenerator chance,
      Instant now) {
    this.self = self;
    this.listener = listener;
    this.encounters = encounters;
    this.chance = chance;
    this.trust = new Trust(self, this);
    this.absences = new Absences(self.config().home());
    this.watch = new Watch(self.config().settings(), chance, now, Epoch.NONE);
  }

  /** What this member does as tracker, while it is in office. Any thread. */
  @Nullable TrackerDuty duty() {
    return duty;
  }

  /** The highest epoch heard of. */
  Epoch epoch() {
    return watch.epoch();
  }

  /** Who is tracker: this member itself, or whom it follows. */
  Optional<Office> office() {
    TrackerDuty own = duty;
    return own != null ? Optional.of(own.office()) : followed();
  }

  /** The tracker last heard of. */
  Optional<Office> followed() {
    return Optional.ofNullable(office);
  }

  /** How long this member, as tracker, has seen others away. */
  Absences absences() {
    return absences;
  }

  /** Who is believed to be tracker. */
  Trust trust() {
    return trust;
  }

  /** Whether a tracker that is followed was heard of late. */
  boolean hears() {
    return office != null
        && watch.silence(self.now()).compareTo(self.config().settings().detectMax()) < 0;
  }

  boolean knowsTracker() {
    return office != null || duty != null;
  }

  /** How things stand. Any thread. */
  GroupStatus status() {
    GroupStatus known = status;
    return known.office().isPresent() && known.role() != GroupStatus.Role.TRACKER
        ? known.silent(Duration.between(heard, self.now()))
        : known;
  }

  /** Time passed: does its duty, or looks for who does. */
  void tick(Instant now) {
    lookAtElection(now);
    TrackerDuty own = duty;
    if (own != null) {
      own.tick(now);
      encounters.show(own, now);
    } else if (!self.belonging().isKnown()) {
      self.joining().look(now);
    } else if (watch.isOverdue(now) || office == null && self.joining().isTimeToCall(now)) {
      if (watch.isOverdue(now)) {
        log.info("no heartbeat for {} ms: asking around", watch.silence(now).toMillis());
      }
      watch.onAsked(now);
      self.joining().askAround(now);
    }
  }

  /**
   * How long nothing happens by itself.
   *
   * @param shortest while things change
   */
  Duration pause(Instant now, Duration shortest) {
    TrackerDuty own = duty;
    if (own == null && !isLed(now)) {
      return shortest;
    }
    // What a tracker shows to the LAN goes with a heartbeat: one waking for both.
    Instant due = own == null ? watch.deadline() : own.nextBeat();
    // Timers wake up to a millisecond early.
    Duration left = Duration.between(now, due).plusMillis(1);
    return left.isPositive() ? left.compareTo(CALM) < 0 ? left : CALM : shortest;
  }

  /** Whether a tracker was just heard, and no election that this member knows of is under way. */
  private boolean isLed(Instant now) {
    boolean heard =
        office != null
            && watch.silence(now).compareTo(self.config().settings().heartbeat().plus(CALM)) < 0;
    return heard
        && !self.votes().isOpening()
        && self.voter().filter(v -> v.standing().role() != Standing.Role.FOLLOWER).isEmpty();
  }

  /** Takes office or stands down as the election went. */
  void lookAtElection(Instant now) {
    Voter own = self.voter().orElse(null);
    if (own == null) {
      return;
    }
    Standing standing = own.standing();
    Epoch epoch = new Epoch(self.votes().recovery(), standing.term());
    TrackerDuty current = duty;
    if (current != null && (!standing.inOffice() || !current.epoch().equals(epoch))) {
      log.info("epoch {}: no longer tracker", current.epoch());
      duty = null;
      // Nobody is known to be in office until somebody says so: of two that were cut off together
      // the one would else point at the other, and be believed.
      office = null;
      watch.onAsked(now);
    }
    // An election on a log that the group has left behind counts for nothing.
    if (duty == null && standing.inOffice() && epoch.compareTo(watch.epoch()) >= 0) {
      takeOffice(own, epoch, now);
    }
    self.votes().leaveIfUnseated(own, now);
    if (duty == null) {
      self.votes().meetOthers(own);
    }
  }

  private void takeOffice(Voter own, Epoch epoch, Instant now) {
    log.info("epoch {}: tracker", epoch);
    watch.onHeartbeat(now, epoch);
    if (own.read(CatalogueState::group).isEmpty()) {
      self.belonging()
          .knownFace()
          .ifPresent(
              known ->
                  own.propose(
                      new CatalogueCommand.Founded(
                          known.id(), known.name(), known.recovery(), self.clock().instant())));
    }
    Optional<Member> me = own.read(state -> state.member(self.id()));
    if (me.isEmpty() || !me.get().present() || !me.get().passport().equals(self.passport())) {
      own.propose(new CatalogueCommand.MemberJoined(self.passport(), self.clock().instant()));
    }
    for (Passport known : invited) {
      own.propose(new CatalogueCommand.MemberJoined(known, self.clock().instant()));
    }
    invited = List.of();
    TrackerDuty taken = new TrackerDuty(self, own, epoch, self.config().settings(), now);
    duty = taken;
    taken.tick(now);
    encounters.showSoon(now);
    self.shares().register();
    self.pieces().onNewTracker();
  }

  /** This tracker speaks: what it says of itself now. */
  void onOwnOffice(Office own) {
    if (own.equals(office)) {
      return;
    }
    office = own;
    self.belonging().remember(own, true);
    publish(self.now());
    listener.onOffice(own);
  }

  /** This is the tracker; says whether it is to be followed. */
  boolean follow(Office told) {
    TrackerDuty own = duty;
    boolean itself = told.tracker().id().equals(self.id());
    if (itself
        || !self.post().meet(told.tracker())
        || own != null && told.epoch().equals(own.epoch())) {
      return false;
    }
    boolean forgotten = told.face().recovery() < self.belonging().recovery();
    if (forgotten
        || !self.belonging().mayFollow(told)
        || told.epoch().compareTo(watch.epoch()) < 0
        || !trust.believes(told)) {
      return false;
    }
    watch.onHeartbeat(self.now(), told.epoch());
    Office old = office;
    office = told;
    int recovery = told.face().recovery();
    if (recovery != self.belonging().recovery()
        || self.voter().isPresent() && recovery != self.votes().recovery()) {
      // The group got a new log: the old one counts for nothing, and nobody may vote on it.
      duty = null;
      self.votes().close();
    }
    self.belonging().follow(told, self.voter().isPresent() || self.votes().isOpening());
    refused = null;
    if (!told.equals(old)) {
      publish(self.now());
      listener.onOffice(told);
    }
    if (old == null || !old.epoch().equals(told.epoch())) {
      self.pieces().onNewTracker();
    }
    return true;
  }

  /** This member is not, or no longer, in office. */
  void standDown() {
    duty = null;
    watch.onAsked(self.now());
  }

  /** The group begins anew on this member's log. */
  void startOver() {
    duty = null;
    office = null;
    watch = new Watch(self.config().settings(), chance, self.now(), Epoch.NONE);
  }

  /** Members of a log that is lost: once in office, this tracker calls them. */
  void inviteWhenInOffice(List<Passport> known) {
    invited = List.copyOf(known);
  }

  /** The group does not take this member, and says why. */
  void onRefused(String words) {
    refused = new Trouble(Trouble.Kind.REFUSED, words);
    publish(self.now());
  }

  /** This member's group has moved: leave its log behind and join the other. */
  void onMoved(CatalogueCommand.Moved moved) {
    if (self.belonging().knownFace().isEmpty() || self.belonging().face().id().equals(moved.to())) {
      return;
    }
    encounters.onMoved();
    duty = null;
    office = null;
    self.votes().close();
    self.belonging().move(moved.to(), moved.tracker());
    watch = new Watch(self.config().settings(), chance, self.now(), Epoch.NONE);
    self.joining().join(moved.tracker());
  }

  /** Tells how things stand now. */
  void publish(Instant now) {
    Optional<Voter> own = self.voter();
    TrackerDuty tracker = duty;
    Duration silence = tracker != null ? Duration.ZERO : watch.silence(now);
    heard = now.minus(silence);
    status =
        new GroupStatus(
            self.knownFace(),
            watch.epoch(),
            role(),
            Optional.ofNullable(office),
            tracker != null
                || office != null && silence.compareTo(self.config().settings().detectMax()) < 0,
            silence,
            own.map(voter -> voter.read(state -> state.members().size())).orElse(0),
            own.map(voter -> voter.read(Tenure::present)).orElse(0),
            own.flatMap(voter -> voter.standing().votedFor()),
            tracker == null ? List.of() : tracker.votesReceived(self.id()),
            self.votes()
                .trouble()
                .or(self.belonging()::trouble)
                .or(() -> Optional.ofNullable(refused)));
  }

  private static int present(CatalogueState state) {
    return (int) state.members().stream().filter(Member::present).count();
  }

  private GroupStatus.Role role() {
    if (duty != null) {
      return GroupStatus.Role.TRACKER;
    }
    if (self.voter().isPresent()) {
      return GroupStatus.Role.VOTER;
    }
    return self.belonging().isKnown() ? GroupStatus.Role.MEMBER : GroupStatus.Role.LOOKING;
  }
}
