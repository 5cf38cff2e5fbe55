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
import minibit.core.catalogue.CatalogueState;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.piece.Bitfield;
import minibit.group.closed.Ticket;
import minibit.group.office.GroupFace;
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

  /** How long the tracker may take to answer: longer than an election. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** How long who leaves waits for a voter that is still being opened: its port must be free. */
  private static final Duration OPENING = Duration.ofSeconds(3);

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
  private final Tenure tenure;
  private boolean closing;

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
    this.clock = clock;
    this.door = new Door(config.entry());
    this.post = new Post(keys, door.through(transport), config.members());
    this.passport =
        config.passport(keys, chance.nextLong() & Long.MAX_VALUE, clock.instant(), lastPassport);
    Instant now = loop.now();
    this.belonging = new Belonging(config.home(), passport.time(), door);
    this.votes = new VoterKeeper(this, config, listener);
    this.joining = new Joining(this, config, beacons, listener, chance, now);
    this.encounters = new Encounters(this, config, beacons, now);
    this.shares = new ShareKeeper(this, shares);
    this.desk = new RequestDesk(this, listener);
    this.tenure = new Tenure(this, listener, encounters, chance, now);
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
          return member.pause();
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
    return tenure.status();
  }

  /** The voter in this daemon, if it votes: its catalogue can be read here. */
  public Optional<Voter> voter() {
    return votes.voter();
  }

  /** Whether this member is the tracker in office, as of now. Any thread. */
  public boolean isTracker() {
    return tenure.duty() != null;
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
    return loop.read(() -> Optional.ofNullable(duty()).map(reader));
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

  /** Who is tracker, and this member's part in it. */
  Tenure tenure() {
    return tenure;
  }

  @Nullable TrackerDuty duty() {
    return tenure.duty();
  }

  /** Who is tracker: this member itself, or whom it follows. */
  Optional<Office> office() {
    return tenure.office();
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
    if (isTracker()) {
      return desk.answer(keys.id(), request);
    }
    return tenure
        .followed()
        .map(known -> post.ask(known.tracker().id(), request, ANSWER))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IllegalStateException("no tracker is known")));
  }

  void tick() {
    Instant now = now();
    if (!closing) {
      votes.tick(now);
      belonging.tick(now);
      tenure.tick(now);
    }
    tenure.publish(now);
  }

  /** How long nothing happens by itself; whatever comes from outside ends the wait. */
  private Duration pause() {
    return closing ? Tenure.CALM : tenure.pause(now(), TICK);
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
    votes.leave(OPENING);
    if (forGood) {
      belonging.forget(votes);
    }
  }

  /** The farewell is under way: nothing is answered or called for any more. */
  void onGone() {
    closing = true;
  }
}
