package minibit.group.member;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Member;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.piece.Bitfield;
import minibit.group.closed.Ticket;
import minibit.group.office.Epoch;
import minibit.group.office.GroupFace;
import minibit.group.office.Watch;
import minibit.group.vote.Standing;
import minibit.group.vote.Voter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon's membership: looks for its group or founds one, follows the tracker in office, is the
 * tracker when elected, keeps what it shares registered, and leaves cleanly.
 *
 * <p>One thread owns all of it; whoever calls from outside posts to that thread. Nothing on it
 * blocks: voters open and close, and signatures are verified, on threads of their own.
 */
public final class GroupMember implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupMember.class);

  /**
   * How often the thread looks around while things change: shorter than any interval waited for.
   */
  private static final Duration TICK = Duration.ofMillis(50);

  /** The same while a tracker is in office and nobody speaks: as long as nobody would notice. */
  private static final Duration CALM = Duration.ofSeconds(1);

  /** How long the tracker may take to answer: longer than an election. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final GroupConfig config;
  private final MemberKeys keys;
  private final GroupListener listener;
  private final Passport passport;
  private final Post post;
  private final Door door;
  private final RequestDesk desk;
  private final GroupLoop loop = new GroupLoop();
  private final Belonging belonging;
  private final VoterKeeper votes;
  private final Joining joining;
  private final Encounters encounters;
  private final ShareKeeper shares;
  private final PieceKeeper pieces = new PieceKeeper(this);
  private final InstantSource clock;
  private final RandomGenerator chance;
  private Watch watch;
  private @Nullable Office office;
  private volatile @Nullable TrackerDuty duty;
  private boolean closing;
  private List<Passport> invited = List.of();
  private @Nullable Trouble refused;
  private volatile GroupStatus status;

  /** When a tracker that counts was heard. */
  private volatile Instant heard = Instant.EPOCH;

  private GroupMember(
      GroupConfig config,
      MemberKeys keys,
      MemberTransport transport,
      Beacons beacons,
      ShareBook shares,
      GroupListener listener,
      RandomGenerator chance,
      InstantSource clock,
      Instant lastPassport) {
    this.config = config;
    this.keys = keys;
    this.listener = listener;
    this.chance = chance;
    this.clock = clock;
    this.door = new Door(config.entry());
    this.post = new Post(keys, door.through(transport), config.members());
    this.passport =
        Passport.unsigned(
                keys.key(),
                keys.agreement(),
                chance.nextLong() & Long.MAX_VALUE,
                GroupConfig.VERSION,
                config.member(),
                config.peers(),
                config.members(),
                List.of(config.voter()),
                passportTime(clock.instant(), lastPassport))
            .signed(keys);
    Instant now = loop.now();
    this.belonging = new Belonging(config.home(), passport.time(), door);
    this.votes = new VoterKeeper(this, config, listener);
    this.joining = new Joining(this, config, beacons, listener, chance, now);
    this.encounters = new Encounters(this, config, beacons, now);
    this.shares = new ShareKeeper(this, shares);
    this.desk = new RequestDesk(this, listener);
    this.watch = new Watch(config.settings(), chance, now, Epoch.NONE);
    this.status = GroupStatus.LOOKING;
  }

  private static Instant passportTime(Instant now, Instant last) {
    return now.isAfter(last) ? now : last.plusMillis(1);
  }

  /**
   * Starts a member in this home: one that remembers a group looks for that group.
   *
   * @throws IOException if the home cannot be read, or the log that it keeps cannot
   */
  public static GroupMember start(
      GroupConfig config,
      MemberKeys keys,
      MemberTransport transport,
      Beacons beacons,
      ShareBook shares,
      GroupListener listener,
      RandomGenerator chance)
      throws IOException {
    return start(
        config, keys, transport, beacons, shares, listener, chance, InstantSource.system());
  }

  /** The same on a machine whose clock says something else. */
  static GroupMember start(
      GroupConfig config,
      MemberKeys keys,
      MemberTransport transport,
      Beacons beacons,
      ShareBook shares,
      GroupListener listener,
      RandomGenerator chance,
      InstantSource clock)
      throws IOException {
    Optional<GroupRecord> known = GroupRecord.load(config.home());
    boolean invited = config.entry() instanceof Entry.Invited;
    if (known.filter(old -> invited && !old.name().equals(config.group())).isPresent()) {
      log.warn(
          "this home is in the group {}: the invitation into {} is not used; minibit group leave"
              + " comes first",
          known.get().name(),
          config.group());
    }
    GroupMember member =
        new GroupMember(
            known.map(config::backInto).orElse(config),
            keys,
            transport,
            beacons,
            shares,
            listener,
            chance,
            clock,
            GroupRecord.lastPassport(config.home()));
    known.ifPresent(member::remember);
    shares.onChange(() -> member.onLoop(member.shares::register));
    member.loop.lookAround(
        TICK,
        () -> {
          member.tick();
          return member.pause(member.now());
        });
    return member;
  }

  private void remember(GroupRecord known) {
    belonging.remember(known);
    if (known.votes()) {
      // A founder may have been stopped before its log began; a log that is there knows better.
      boolean alone = config.members().containsAll(known.members());
      votes.open(alone ? List.of(votes.seat()) : List.of());
    }
  }

  /** This member's id. */
  public MemberId id() {
    return keys.id();
  }

  /** How things stand; known a twentieth of a second after any news, at the latest. */
  public GroupStatus status() {
    GroupStatus known = status;
    return known.office().isPresent() && known.role() != GroupStatus.Role.TRACKER
        ? known.silent(Duration.between(heard, now()))
        : known;
  }

  /** The voter in this daemon, if it votes: its catalogue can be read here. */
  public Optional<Voter> voter() {
    return votes.voter();
  }

  /** Whether this member is the tracker in office, as of now. Any thread. */
  public boolean isTracker() {
    return duty != null;
  }

  /** How long each member with a lease has been silent; empty if this is not the tracker. */
  public CompletableFuture<Optional<Map<MemberId, Duration>>> silences() {
    return fromDuty(TrackerDuty::silences);
  }

  /** Who has which pieces of what it still fetches; empty if this is not the tracker. */
  public CompletableFuture<Optional<Map<MemberId, Bitfield>>> partialHolders(PiecesRoot root) {
    return fromDuty(tracker -> tracker.partial().holders(root));
  }

  private <T> CompletableFuture<Optional<T>> fromDuty(Function<TrackerDuty, T> reader) {
    return loop.read(() -> Optional.ofNullable(duty).map(reader));
  }

  /** How many files of members this tracker refused because their signature does not hold. */
  public long tampered() {
    return desk.tampered();
  }

  /** A member began to fetch a content, and others that fetch it want to hear of it. */
  void onPartialHolder(PiecesRoot root, MemberId holder) {
    listener.onPartialHolder(root, holder);
  }

  Passport passport() {
    return passport;
  }

  Post post() {
    return post;
  }

  Door door() {
    return door;
  }

  /**
   * A ticket into this member's group; empty if the group is open and needs none. Any thread.
   *
   * @param valid from now on, by this machine's clock
   * @param reusable whether it takes in more than one daemon
   */
  public Optional<Ticket> invite(Duration valid, boolean reusable) {
    UUID id = UUID.randomUUID();
    Instant expires = clock.instant().plus(valid);
    return door.key().map(key -> new Ticket.Stub(id, expires, reusable).of(key));
  }

  GroupConfig config() {
    return config;
  }

  ShareKeeper shares() {
    return shares;
  }

  PieceKeeper pieces() {
    return pieces;
  }

  /** What the clock on the wall says: for people, never to be compared with another's. */
  InstantSource clock() {
    return clock;
  }

  Belonging belonging() {
    return belonging;
  }

  VoterKeeper votes() {
    return votes;
  }

  Joining joining() {
    return joining;
  }

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

  boolean knowsTracker() {
    return office != null || duty != null;
  }

  GroupFace face() {
    GroupFace known = belonging.face();
    boolean grown =
        known.grown() || voter().filter(own -> own.read(CatalogueState::isGrown)).isPresent();
    return new GroupFace(known.id(), known.name(), known.recovery(), grown, known.closed());
  }

  Optional<GroupFace> knownFace() {
    return belonging.knownFace().map(known -> face());
  }

  Instant now() {
    return loop.now();
  }

  void onLoop(Runnable task) {
    loop.post(task);
  }

  <T> CompletableFuture<T> askOnLoop(Supplier<CompletableFuture<T>> task) {
    return loop.ask(task);
  }

  CompletableFuture<Void> later(Duration wait) {
    return loop.later(wait);
  }

  /** Takes a message that came to the member port; the answer is to be sent back. Any thread. */
  public CompletableFuture<byte[]> receive(byte[] message) {
    return desk.receive(message);
  }

  /** Takes a datagram from the LAN. Any thread. */
  public void onBeacon(byte[] datagram) {
    door.unveiled(datagram)
        .ifPresent(
            beacon ->
                onLoop(
                    () -> {
                      if (!closing) {
                        encounters.onBeacon(beacon);
                      }
                    }));
  }

  /** Sends the tracker a message of the daemon's own. Any thread. */
  public CompletableFuture<byte[]> relayToTracker(int service, byte[] body) {
    return loop.ask(() -> askTracker(new Request.Relay(service, body)))
        .thenCompose(GroupMember::relayed);
  }

  /** Sends a member a message of the daemon's own; only the tracker knows all members. */
  public CompletableFuture<byte[]> relay(MemberId to, int service, byte[] body) {
    return post.ask(to, new Request.Relay(service, body), config.settings().detectMin())
        .thenCompose(GroupMember::relayed);
  }

  private static CompletableFuture<byte[]> relayed(Reply reply) {
    return reply instanceof Reply.Relayed(byte[] body)
        ? CompletableFuture.completedFuture(body)
        : CompletableFuture.failedFuture(new IllegalStateException(String.valueOf(reply)));
  }

  /** Makes the tracker in office call a genuine election; completes when another is in office. */
  public CompletableFuture<Reply> election() {
    return loop.ask(() -> askTracker(new Request.CallElection()));
  }

  /**
   * The pieces this member has of what it fetches, or that it fetches it no more. Needs not be
   * repeated: a tracker that missed it, or is new, is told again.
   */
  public CompletableFuture<Reply> reportPieces(Request.Pieces change) {
    return loop.ask(() -> pieces.report(change));
  }

  /**
   * Makes the group forget a member that is away, with its files and its records: for one that will
   * never come back. Should it come back all the same, it joins as anybody does.
   */
  public CompletableFuture<Reply> forget(MemberId member) {
    return loop.ask(() -> askTracker(new Request.Forget(member)));
  }

  /**
   * Makes this member the group's only voter, on a new and empty log of the same group: for when
   * more voters are lost for good than a quorum can spare. The others follow when they hear of it,
   * and each registers its files again. To be called on one member only, by somebody who knows that
   * the lost voters are lost. Fails if this member has no group, or its group has a tracker.
   */
  public CompletableFuture<Void> recover() {
    return loop.ask(new Recovery(this)::run);
  }

  /** How often others were refused, by reason, since the start. */
  public Map<Reply.Code, Long> refusals() {
    return desk.refusals();
  }

  /** Asks the tracker, who may be this member. On the loop. */
  CompletableFuture<Reply> askTracker(Request request) {
    if (duty != null) {
      return desk.answer(keys.id(), request);
    }
    Office known = office;
    return known == null
        ? CompletableFuture.failedFuture(new IllegalStateException("no tracker is known"))
        : post.ask(known.tracker().id(), request, ANSWER);
  }

  void tick() {
    Instant now = now();
    if (!closing) {
      votes.tick(now);
      belonging.tick(now);
      lookAtElection(now);
      TrackerDuty own = duty;
      if (own != null) {
        own.tick(now);
        encounters.show(own, now);
      } else if (!belonging.isKnown()) {
        joining.look(now);
      } else if (watch.isOverdue(now) || office == null && joining.isTimeToCall(now)) {
        if (watch.isOverdue(now)) {
          log.info("no heartbeat for {} ms: asking around", watch.silence(now).toMillis());
        }
        watch.onAsked(now);
        joining.askAround(now);
      }
    }
    publish(now);
  }

  /** How long nothing happens by itself; whatever comes from outside ends the wait. */
  private Duration pause(Instant now) {
    if (closing) {
      return CALM;
    }
    TrackerDuty own = duty;
    if (own == null && !isLed(now)) {
      return TICK;
    }
    // What a tracker shows to the LAN goes with a heartbeat: one waking for both.
    Instant due = own == null ? watch.deadline() : own.nextBeat();
    // Timers wake up to a millisecond early.
    Duration left = Duration.between(now, due).plusMillis(1);
    return left.isPositive() ? left.compareTo(CALM) < 0 ? left : CALM : TICK;
  }

  /** Whether a tracker was just heard, and no election that this member knows of is under way. */
  private boolean isLed(Instant now) {
    boolean heard =
        office != null
            && watch.silence(now).compareTo(config.settings().heartbeat().plus(CALM)) < 0;
    return heard
        && !votes.isOpening()
        && voter().filter(v -> v.standing().role() != Standing.Role.FOLLOWER).isEmpty();
  }

  /** Takes office or stands down as the election went. */
  void lookAtElection(Instant now) {
    Voter own = voter().orElse(null);
    if (own == null) {
      return;
    }
    Standing standing = own.standing();
    Epoch epoch = new Epoch(votes.recovery(), standing.term());
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
    votes.leaveIfUnseated(own, now);
    if (duty == null) {
      votes.meetOthers(own);
    }
  }

  private void takeOffice(Voter own, Epoch epoch, Instant now) {
    log.info("epoch {}: tracker", epoch);
    watch.onHeartbeat(now, epoch);
    if (own.read(CatalogueState::group).isEmpty()) {
      belonging
          .knownFace()
          .ifPresent(
              known ->
                  own.propose(
                      new CatalogueCommand.Founded(
                          known.id(), known.name(), known.recovery(), clock.instant())));
    }
    Optional<Member> me = own.read(state -> state.member(keys.id()));
    if (me.isEmpty() || !me.get().present() || !me.get().passport().equals(passport)) {
      own.propose(new CatalogueCommand.MemberJoined(passport, clock.instant()));
    }
    for (Passport known : invited) {
      own.propose(new CatalogueCommand.MemberJoined(known, clock.instant()));
    }
    invited = List.of();
    TrackerDuty taken = new TrackerDuty(this, own, epoch, config.settings(), now);
    duty = taken;
    taken.tick(now);
    encounters.showSoon(now);
    shares.register();
    pieces.onNewTracker();
  }

  /** This tracker speaks: what it says of itself now. */
  void onOwnOffice(Office own) {
    if (own.equals(office)) {
      return;
    }
    office = own;
    belonging.remember(own, true);
    publish(now());
    listener.onOffice(own);
  }

  /** This is the tracker; says whether it is to be followed. */
  boolean follow(Office told) {
    TrackerDuty own = duty;
    boolean itself = told.tracker().id().equals(keys.id());
    if (itself || !post.meet(told.tracker()) || own != null && told.epoch().equals(own.epoch())) {
      return false;
    }
    boolean forgotten = told.face().recovery() < belonging.recovery();
    if (forgotten || !belonging.mayFollow(told) || !watch.onHeartbeat(now(), told.epoch())) {
      return false;
    }
    Office old = office;
    office = told;
    int recovery = told.face().recovery();
    if (recovery != belonging.recovery() || voter().isPresent() && recovery != votes.recovery()) {
      // The group got a new log: the old one counts for nothing, and nobody may vote on it.
      duty = null;
      votes.close();
    }
    belonging.follow(told, voter().isPresent() || votes.isOpening());
    refused = null;
    if (!told.equals(old)) {
      publish(now());
      listener.onOffice(told);
    }
    if (old == null || !old.epoch().equals(told.epoch())) {
      pieces.onNewTracker();
    }
    return true;
  }

  /** This member is not, or no longer, in office. */
  void standDown() {
    duty = null;
    watch.onAsked(now());
  }

  /** The group begins anew on this member's log. */
  void startOver() {
    duty = null;
    office = null;
    watch = new Watch(config.settings(), chance, now(), Epoch.NONE);
  }

  /** Members of a log that is lost: once in office, this tracker calls them. */
  void inviteWhenInOffice(List<Passport> known) {
    invited = List.copyOf(known);
  }

  /** The group does not take this member, and says why. */
  void onRefused(String words) {
    refused = new Trouble(Trouble.Kind.REFUSED, words);
    publish(now());
  }

  /** This member's group has moved: leave its log behind and join the other. */
  void onMoved(CatalogueCommand.Moved moved) {
    if (belonging.knownFace().isEmpty() || belonging.face().id().equals(moved.to())) {
      return;
    }
    encounters.onMoved();
    duty = null;
    office = null;
    votes.close();
    belonging.move(moved.to(), moved.tracker());
    watch = new Watch(config.settings(), chance, now(), Epoch.NONE);
    joining.join(moved.tracker());
  }

  private void publish(Instant now) {
    Optional<Voter> own = voter();
    TrackerDuty tracker = duty;
    Duration silence = tracker != null ? Duration.ZERO : watch.silence(now);
    heard = now.minus(silence);
    status =
        new GroupStatus(
            knownFace(),
            watch.epoch(),
            role(),
            Optional.ofNullable(office),
            tracker != null
                || office != null && silence.compareTo(config.settings().detectMax()) < 0,
            silence,
            own.map(voter -> voter.read(state -> state.members().size())).orElse(0),
            own.map(voter -> voter.read(GroupMember::present)).orElse(0),
            own.flatMap(voter -> voter.standing().votedFor()),
            tracker == null ? List.of() : tracker.votesReceived(keys.id()),
            votes.trouble().or(belonging::trouble).or(() -> Optional.ofNullable(refused)));
  }

  private static int present(CatalogueState state) {
    return (int) state.members().stream().filter(Member::present).count();
  }

  private GroupStatus.Role role() {
    if (duty != null) {
      return GroupStatus.Role.TRACKER;
    }
    if (voter().isPresent()) {
      return GroupStatus.Role.VOTER;
    }
    return belonging.isKnown() ? GroupStatus.Role.MEMBER : GroupStatus.Role.LOOKING;
  }

  /** Leaves for now: hands over, gives up the vote, says goodbye; keeps the membership. */
  @Override
  public void close() {
    close(false, Duration.ofMillis(1500));
  }

  /**
   * Leaves, and stops within the limit even if nobody listens; a change of voters that is under way
   * is given {@link Farewell#FINISHING} more, for half of one costs the others their quorum.
   *
   * @param forGood whether the membership ends, and its files with it
   */
  public void close(boolean forGood, Duration limit) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    onLoop(
        () ->
            new Farewell(this, forGood, now().plus(limit))
                .say()
                .whenComplete((done, failure) -> gone.complete(null)));
    try {
      gone.get(limit.plus(Farewell.FINISHING).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.info("nobody took this member's leave in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.stop();
    voter().ifPresent(Voter::close);
    if (forGood) {
      try {
        GroupRecord.forget(config.home());
        if (belonging.isKnown()) {
          votes.place().delete();
        }
      } catch (IOException e) {
        log.warn("something of the group stays in the home: {}", e.getMessage());
      }
    }
  }

  /** The farewell is under way: nothing is answered or called for any more. */
  void onGone() {
    closing = true;
  }
}
