package minibit.group.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Change;
import minibit.core.catalogue.Member;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.GroupId;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.piece.Bitfield;
import minibit.group.office.Beacon;
import minibit.group.office.Epoch;
import minibit.group.office.GroupFace;
import minibit.group.office.Watch;
import minibit.group.vote.Seat;
import minibit.group.vote.Standing;
import minibit.group.vote.Voter;
import minibit.group.vote.VoterListener;
import minibit.group.vote.VoterPlace;
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

  /** How often the thread looks around: shorter than any interval that is waited for. */
  private static final Duration TICK = Duration.ofMillis(50);

  /** How often a daemon without a group, or without a tracker, calls for one. */
  private static final Duration CALL = Duration.ofMillis(300);

  /** How often a tracker shows its group to the LAN. */
  private static final Duration SHOW = Duration.ofSeconds(2);

  private final GroupConfig config;
  private final MemberKeys keys;
  private final Beacons beacons;
  private final GroupListener listener;
  private final ShareBook shares;
  private final RandomGenerator chance;
  private final Passport passport;
  private final Post post;
  private final RequestDesk desk;
  private final ShareSync sync;
  private final ScheduledExecutorService loop;
  private final long started = System.nanoTime();

  private @Nullable GroupRecord record;
  private @Nullable GroupFace face;
  private volatile @Nullable Voter voter;
  private @Nullable Office office;
  private volatile @Nullable TrackerDuty duty;
  private Watch watch;
  private Instant listenUntil;
  private Instant nextCall;
  private Instant nextShow;
  private @Nullable Instant unseatedSince;

  /** The voters to whom this one has spoken, so that an election finds the ways open. */
  private List<Seat> acquainted = List.of();

  /** Whether the group is this member's own; on the way to another, any of the name will do. */
  private boolean bound;

  private boolean opening;
  private boolean joining;
  private boolean syncing;
  private boolean syncAgain;
  private int differing;
  private boolean yielding;
  private boolean closing;
  private volatile GroupStatus status;

  private GroupMember(
      GroupConfig config,
      MemberKeys keys,
      MemberTransport transport,
      Beacons beacons,
      ShareBook shares,
      GroupListener listener,
      RandomGenerator chance,
      Instant lastPassport) {
    this.config = config;
    this.keys = keys;
    this.beacons = beacons;
    this.listener = listener;
    this.shares = shares;
    this.chance = chance;
    this.post = new Post(keys, transport);
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
                passportTime(lastPassport))
            .signed(keys);
    this.loop =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("group").daemon().factory());
    this.desk = new RequestDesk(this, listener);
    this.sync = new ShareSync(keys.id(), shares, this::askTracker);
    Instant now = now();
    this.watch = new Watch(config.settings(), chance, now, Epoch.NONE);
    Duration span = config.settings().listenMax().minus(config.settings().listenMin());
    this.listenUntil =
        now.plus(config.settings().listenMin()).plusMillis(chance.nextLong(span.toMillis() + 1));
    this.nextCall = now;
    this.nextShow = now;
    this.status =
        new GroupStatus(
            Optional.empty(),
            Epoch.NONE,
            GroupStatus.Role.LOOKING,
            Optional.empty(),
            false,
            Duration.ZERO,
            0,
            Optional.empty(),
            List.of());
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
    GroupMember member =
        new GroupMember(
            config,
            keys,
            transport,
            beacons,
            shares,
            listener,
            chance,
            GroupRecord.lastPassport(config.home()));
    GroupRecord.load(config.home()).ifPresent(member::remember);
    shares.onChange(() -> member.onLoop(member::syncShares));
    member.loop.scheduleWithFixedDelay(
        () -> member.guarded(member::tick), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    return member;
  }

  private static Instant passportTime(Instant last) {
    Instant now = Instant.now();
    return now.isAfter(last) ? now : last.plusMillis(1);
  }

  private void remember(GroupRecord known) {
    record = known;
    face = new GroupFace(known.group(), known.name(), known.recovery(), true, false);
    bound = true;
    if (known.votes()) {
      openVoter(List.of());
    }
  }

  /** This member's id. */
  public MemberId id() {
    return keys.id();
  }

  /** How things stand; as of the last twentieth of a second. */
  public GroupStatus status() {
    return status;
  }

  /** The voter in this daemon, if it votes: its catalogue can be read here. */
  public Optional<Voter> voter() {
    return Optional.ofNullable(voter);
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
    return CompletableFuture.supplyAsync(() -> Optional.ofNullable(duty).map(reader), loop);
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

  MemberKeys keys() {
    return keys;
  }

  GroupConfig config() {
    return config;
  }

  ShareBook shares() {
    return shares;
  }

  @Nullable TrackerDuty duty() {
    return duty;
  }

  Optional<Office> office() {
    TrackerDuty own = duty;
    return own != null ? Optional.of(own.office()) : Optional.ofNullable(office);
  }

  GroupFace face() {
    GroupFace known = face;
    if (known == null) {
      throw new IllegalStateException("no group yet");
    }
    Voter own = voter;
    boolean grown = known.grown() || own != null && own.read(CatalogueState::isGrown);
    return new GroupFace(known.id(), known.name(), known.recovery(), grown, known.closed());
  }

  Optional<GroupFace> knownFace() {
    return face == null ? Optional.empty() : Optional.of(face());
  }

  /** Time that only goes forward: what a clock on the wall does is no reason to miss anybody. */
  Instant now() {
    return Instant.EPOCH.plusNanos(System.nanoTime() - started);
  }

  void onLoop(Runnable task) {
    try {
      loop.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      log.debug("closed already");
    }
  }

  CompletableFuture<Void> later(Duration wait) {
    CompletableFuture<Void> later = new CompletableFuture<>();
    loop.schedule(
        () -> guarded(() -> later.complete(null)), wait.toMillis(), TimeUnit.MILLISECONDS);
    return later;
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // Our own mistake: said loudly, and the member goes on.
      log.error("group: {}", e.getMessage(), e);
    }
  }

  /** Takes a message that came to the member port; the answer is to be sent back. Any thread. */
  public CompletableFuture<byte[]> receive(byte[] message) {
    return desk.receive(message);
  }

  /** Takes a datagram from the LAN. Any thread. */
  public void onBeacon(byte[] datagram) {
    Beacon.decode(datagram).ifPresent(beacon -> onLoop(() -> onBeacon(beacon)));
  }

  /** Sends the tracker a message of the daemon's own. Any thread. */
  public CompletableFuture<byte[]> relayToTracker(int service, byte[] body) {
    return CompletableFuture.supplyAsync(() -> askTracker(new Request.Relay(service, body)), loop)
        .thenCompose(Function.identity())
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
    return CompletableFuture.supplyAsync(() -> askTracker(new Request.CallElection()), loop)
        .thenCompose(Function.identity());
  }

  /** The pieces this member has of what it fetches, or that it fetches it no more. */
  public CompletableFuture<Reply> reportPieces(Request.Pieces pieces) {
    return CompletableFuture.supplyAsync(() -> askTracker(pieces), loop)
        .thenCompose(Function.identity());
  }

  /** Asks the tracker, who may be this member. On the loop. */
  CompletableFuture<Reply> askTracker(Request request) {
    if (duty != null) {
      return desk.answer(keys.id(), request);
    }
    Office known = office;
    return known == null
        ? CompletableFuture.failedFuture(new IllegalStateException("no tracker is known"))
        : post.ask(known.tracker().id(), request, Duration.ofSeconds(10));
  }

  private void tick() {
    Instant now = now();
    if (!closing) {
      lookAtElection(now);
      TrackerDuty own = duty;
      if (own != null) {
        own.tick(now);
        show(now);
      } else if (record == null) {
        look(now);
      } else if (watch.isOverdue(now) || office == null && !now.isBefore(nextCall)) {
        askAround(now);
      }
    }
    publish(now);
  }

  /** Takes office or stands down as the election went. */
  private void lookAtElection(Instant now) {
    Voter own = voter;
    if (own == null) {
      return;
    }
    Standing standing = own.standing();
    Epoch epoch = new Epoch(recovery(), standing.term());
    TrackerDuty current = duty;
    if (current != null && (!standing.inOffice() || !current.epoch().equals(epoch))) {
      log.info("epoch {}: no longer tracker", current.epoch());
      duty = null;
      watch.onAsked(now);
    }
    if (duty == null && standing.inOffice()) {
      takeOffice(own, epoch, now);
    }
    leaveVoteIfUnseated(own, now);
    if (duty == null && !standing.seats().equals(acquainted)) {
      acquainted = standing.seats();
      Thread.ofPlatform().daemon().name("voters meet").start(own::acquaint);
    }
  }

  private int recovery() {
    return record == null ? 0 : record.recovery();
  }

  private void takeOffice(Voter own, Epoch epoch, Instant now) {
    log.info("epoch {}: tracker", epoch);
    watch.onHeartbeat(now, epoch);
    GroupFace known = face;
    if (own.read(CatalogueState::group).isEmpty() && known != null) {
      own.propose(
          new CatalogueCommand.Founded(known.id(), known.name(), known.recovery(), Instant.now()));
    }
    Optional<Member> me = own.read(state -> state.member(keys.id()));
    if (me.isEmpty() || !me.get().present() || !me.get().passport().equals(passport)) {
      own.propose(new CatalogueCommand.MemberJoined(passport, Instant.now()));
    }
    TrackerDuty taken = new TrackerDuty(this, own, epoch, config.settings(), now);
    duty = taken;
    taken.tick(now);
    nextShow = now;
    syncShares();
  }

  /** This tracker speaks: what it says of itself now. */
  void onOwnOffice(Office own) {
    if (own.equals(office)) {
      return;
    }
    office = own;
    save(
        new GroupRecord(
            own.face().id(),
            own.face().name(),
            own.face().recovery(),
            true,
            own.voters().stream().flatMap(v -> v.members().stream()).toList()));
    listener.onOffice(own);
  }

  /** A voter that the group replaced while it was down learns so from the heartbeats. */
  private void leaveVoteIfUnseated(Voter own, Instant now) {
    Office known = office;
    if (known == null || duty != null || known.votes(keys.id())) {
      unseatedSince = null;
      return;
    }
    if (unseatedSince == null) {
      unseatedSince = now;
      return;
    }
    // One that is not in its own configuration yet waits to be seated, which takes the whole log.
    boolean believes = own.standing().seats().stream().anyMatch(s -> s.member().equals(keys.id()));
    Duration patience = config.settings().lease().multipliedBy(believes ? 1 : 8);
    if (Duration.between(unseatedSince, now).compareTo(patience) > 0) {
      log.info("another votes in this member's place");
      unseatedSince = null;
      closeVoter();
      save(requireRecord().votes(false));
    }
  }

  private void show(Instant now) {
    TrackerDuty own = duty;
    if (own != null && !yielding && !now.isBefore(nextShow)) {
      nextShow = now.plus(SHOW);
      beacons.send(Beacon.encode(new Beacon.Here(face(), own.epoch(), config.members())));
    }
  }

  /** Without a group: call, ask, and found one when nobody answered for long enough. */
  private void look(Instant now) {
    if (joining || opening) {
      return;
    }
    if (config.join().isEmpty() && !now.isBefore(listenUntil)) {
      found();
      return;
    }
    if (!now.isBefore(nextCall)) {
      nextCall = now.plus(CALL);
      beacons.send(Beacon.encode(new Beacon.Seek(config.group())));
      if (!config.join().isEmpty()) {
        join(config.join());
      }
    }
  }

  private void found() {
    GroupId id = new GroupId(new UUID(chance.nextLong(), chance.nextLong()));
    log.info("nobody answers for {}: founding it as {}", config.group(), id);
    face = new GroupFace(id, config.group(), 0, false, false);
    bound = true;
    save(new GroupRecord(id, config.group(), 0, true, config.members()));
    openVoter(List.of(seat()));
  }

  private Seat seat() {
    return new Seat(keys.id(), config.voter());
  }

  /** The tracker is silent: ask the voters, those remembered, and the LAN. */
  private void askAround(Instant now) {
    watch.onAsked(now);
    nextCall = now.plus(config.settings().heartbeat());
    beacons.send(Beacon.encode(new Beacon.Seek(requireRecord().name())));
    for (PeerAddress address : requireRecord().members()) {
      if (!config.members().contains(address)) {
        post.askOpenly(
                List.of(address),
                new Request.Ask(requireRecord().name()),
                config.settings().heartbeat())
            .thenAccept(reply -> onLoop(() -> onTold(reply)));
      }
    }
  }

  private void onTold(Reply reply) {
    if (reply instanceof Reply.Known known && known.office().isPresent() && duty == null) {
      Office told = known.office().get();
      if (mayFollow(told) && told.epoch().compareTo(watch.epoch()) >= 0 && !joining) {
        join(told.tracker().members());
      }
    }
  }

  /** Whether this is the member's group, or may become it. */
  boolean mayFollow(Office told) {
    GroupFace known = face;
    if (known == null) {
      return true;
    }
    return bound ? known.id().equals(told.face().id()) : known.name().equals(told.face().name());
  }

  /** Asks to be taken in, at these addresses and wherever they point to. */
  void join(List<PeerAddress> addresses) {
    joining = true;
    String name = record == null ? config.group() : requireRecord().name();
    post.askOpenly(addresses, new Request.Join(passport, name), Duration.ofSeconds(5))
        .whenComplete(
            (reply, failure) ->
                onLoop(
                    () -> {
                      joining = false;
                      if (reply != null) {
                        onJoinAnswer(reply, addresses);
                      }
                    }));
  }

  private void onJoinAnswer(Reply reply, List<PeerAddress> asked) {
    switch (reply) {
      case Reply.Known known when known.office().isPresent() -> {
        Office told = known.office().get();
        if (!told.tracker().id().equals(known.id())) {
          if (!told.tracker().members().equals(asked)) {
            join(told.tracker().members());
          }
        } else if (mayFollow(told)) {
          follow(told);
        }
      }
      case Reply.Failed(Reply.Code code, String text) -> {
        if (code != Reply.Code.NOT_TRACKER && code != Reply.Code.NO_QUORUM) {
          log.warn("not taken in: {}", text);
          listener.onRefused(code, text);
        }
      }
      case Reply.Known known -> log.debug("{} knows no tracker", known.id().brief());
      case Reply.Report r -> log.debug("not an answer: {}", r);
      case Reply.Taken t -> log.debug("not an answer: {}", t);
      case Reply.Sums s -> log.debug("not an answer: {}", s);
      case Reply.Marks m -> log.debug("not an answer: {}", m);
      case Reply.Done d -> log.debug("not an answer: {}", d);
      case Reply.Relayed r -> log.debug("not an answer: {}", r);
    }
  }

  /** This is the tracker; says whether it is to be followed. */
  boolean follow(Office told) {
    if (!post.meet(told.tracker()) || duty != null && told.epoch().equals(watch.epoch())) {
      return false;
    }
    if (!mayFollow(told)) {
      return false;
    }
    if (!watch.onHeartbeat(now(), told.epoch())) {
      return false;
    }
    boolean news = office == null || !office.equals(told);
    office = told;
    face = told.face();
    bound = true;
    GroupRecord next =
        new GroupRecord(
            told.face().id(),
            told.face().name(),
            told.face().recovery(),
            voter != null || opening,
            told.voters().stream().flatMap(v -> v.members().stream()).toList());
    if (!next.equals(record)) {
      save(next);
    }
    if (news) {
      listener.onOffice(told);
    }
    return true;
  }

  /** A heartbeat that was accepted says what the catalogue has of this member. */
  void compareShares(long registered) {
    differing = registered == shares.digest().total() ? 0 : differing + 1;
    // One difference may be a change under way; two are a loss.
    if (differing >= 2) {
      syncShares();
    }
  }

  void syncShares() {
    if (syncing) {
      syncAgain = true;
      return;
    }
    if (office == null && duty == null) {
      return;
    }
    syncing = true;
    sync.run()
        .whenComplete(
            (done, failure) ->
                onLoop(
                    () -> {
                      syncing = false;
                      if (failure == null) {
                        differing = 0;
                      } else {
                        log.debug("shares not registered yet: {}", failure.getMessage());
                      }
                      if (syncAgain) {
                        syncAgain = false;
                        syncShares();
                      }
                    }));
  }

  private void onBeacon(Beacon beacon) {
    if (closing) {
      return;
    }
    switch (beacon) {
      case Beacon.Seek(String name) -> {
        if (duty != null && face().name().equals(name)) {
          nextShow = now();
        }
      }
      case Beacon.Here here -> onGroupSeen(here);
    }
  }

  private void onGroupSeen(Beacon.Here here) {
    GroupFace ours = face;
    if (ours == null || !bound) {
      String name = ours == null ? config.group() : ours.name();
      if (here.face().name().equals(name) && !joining && !opening) {
        join(here.tracker());
      }
      return;
    }
    switch (face().meets(here.face())) {
      case SAME -> {
        if (duty == null
            && !joining
            && (office == null || here.epoch().compareTo(watch.epoch()) > 0)) {
          join(here.tracker());
        }
      }
      case WE_YIELD -> {
        if (duty != null && !yielding) {
          makeSure(here);
        }
      }
      case THEY_YIELD -> nextShow = now();
      case STRANGERS, APART -> {}
    }
  }

  /** Before a group yields it asks the other one itself: datagrams are anybody's. */
  private void makeSure(Beacon.Here here) {
    yielding = true;
    post.askOpenly(
            here.tracker(), new Request.Ask(here.face().name()), config.settings().detectMin())
        .whenComplete(
            (reply, failure) ->
                onLoop(
                    () -> {
                      if (reply instanceof Reply.Known known
                          && known.office().isPresent()
                          && known.office().get().tracker().isGenuine()
                          && known.office().get().tracker().id().equals(known.id())
                          && face().meets(known.office().get().face())
                              == GroupFace.Meeting.WE_YIELD) {
                        yieldTo(known.office().get());
                      } else {
                        yielding = false;
                      }
                    }));
  }

  private void yieldTo(Office other) {
    TrackerDuty own = duty;
    if (own == null) {
      yielding = false;
      return;
    }
    log.info("group {} yields to {}", face().id(), other.face().id());
    CatalogueCommand.Moved moved =
        new CatalogueCommand.Moved(other.face().id(), other.tracker().members(), Instant.now());
    own.voter()
        .propose(moved)
        .whenComplete(
            (done, failure) ->
                onLoop(
                    () -> {
                      if (failure != null) {
                        yielding = false;
                        return;
                      }
                      own.beat();
                      // The others hear of it from this heartbeat, or from the log.
                      later(config.settings().heartbeat()).thenRun(() -> onMoved(moved));
                    }));
  }

  /** This member's group has moved: leave its log behind and join the other. */
  void onMoved(CatalogueCommand.Moved moved) {
    GroupFace old = face;
    if (old == null || old.id().equals(moved.to())) {
      return;
    }
    yielding = false;
    bound = false;
    duty = null;
    office = null;
    closeVoter();
    face = new GroupFace(moved.to(), old.name(), 0, true, false);
    watch = new Watch(config.settings(), chance, now(), Epoch.NONE);
    save(new GroupRecord(moved.to(), old.name(), 0, false, moved.tracker()));
    join(moved.tracker());
  }

  /** Opens a voter, if none is open; completes when it is. */
  CompletableFuture<Void> openVoter(List<Seat> founders) {
    Voter stale = voter;
    if (stale != null && stale.standing().role() != Standing.Role.NONE) {
      return CompletableFuture.completedFuture(null);
    }
    // One that lost its seat has closed itself; with another seat it opens its log again.
    voter = null;
    opening = true;
    GroupRecord known = requireRecord();
    VoterPlace place = new VoterPlace(raftHome(), known.group(), known.recovery());
    CompletableFuture<Void> opened = new CompletableFuture<>();
    // Ratis' threads inherit from this one, so it is no virtual thread.
    Thread.ofPlatform()
        .daemon()
        .name("voter opens")
        .start(
            () -> {
              try {
                if (stale != null) {
                  stale.close();
                }
                Voter fresh = Voter.start(place, seat(), founders, config.settings(), new Ear());
                onLoop(
                    () -> {
                      opening = false;
                      voter = fresh;
                      save(requireRecord().votes(true));
                      opened.complete(null);
                    });
              } catch (IOException | RuntimeException e) {
                log.error("this member cannot vote: {}", e.getMessage());
                onLoop(
                    () -> {
                      opening = false;
                      opened.completeExceptionally(e);
                    });
              }
            });
    return opened;
  }

  private Path raftHome() {
    return config.home().resolve("log");
  }

  /** What a voter tells: elections wake the loop, entries go to the daemon. */
  private final class Ear implements VoterListener {
    @Override
    public void onApplied(long index, CatalogueCommand command, List<Change> changes) {
      listener.onApplied(index, command, changes);
      if (command instanceof CatalogueCommand.Moved moved) {
        onLoop(
            () -> {
              if (duty == null) {
                onMoved(moved);
              }
            });
      }
    }

    @Override
    public void onReplaced(long index) {
      listener.onReplaced(index);
    }

    @Override
    public void onElection() {
      onLoop(GroupMember.this::tick);
    }
  }

  private void closeVoter() {
    Voter old = voter;
    voter = null;
    duty = null;
    if (old != null) {
      Thread.ofVirtual().name("voter closes").start(old::close);
    }
  }

  GroupRecord requireRecord() {
    GroupRecord known = record;
    if (known == null) {
      throw new IllegalStateException("no group yet");
    }
    return known;
  }

  private void save(GroupRecord next) {
    record = next;
    try {
      next.save(config.home(), passport.time());
    } catch (IOException e) {
      throw new UncheckedIOException("the group's record cannot be written", e);
    }
  }

  private void publish(Instant now) {
    Voter own = voter;
    TrackerDuty tracker = duty;
    GroupStatus.Role role =
        tracker != null
            ? GroupStatus.Role.TRACKER
            : own != null
                ? GroupStatus.Role.VOTER
                : record == null ? GroupStatus.Role.LOOKING : GroupStatus.Role.MEMBER;
    Duration silence = tracker != null ? Duration.ZERO : watch.silence(now);
    status =
        new GroupStatus(
            knownFace(),
            watch.epoch(),
            role,
            Optional.ofNullable(office),
            tracker != null
                || office != null && silence.compareTo(config.settings().detectMax()) < 0,
            silence,
            own == null ? 0 : own.read(state -> state.members().size()),
            own == null ? Optional.empty() : own.standing().votedFor(),
            tracker == null ? List.of() : tracker.votesReceived(keys.id()));
  }

  /** Leaves for now: hands over, gives up the vote, says goodbye; keeps the membership. */
  @Override
  public void close() {
    close(false, Duration.ofMillis(1500));
  }

  /**
   * Leaves, and stops within the limit even if nobody listens.
   *
   * @param forGood whether the membership ends, and its files with it
   */
  public void close(boolean forGood, Duration limit) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    onLoop(
        () ->
            goodbye(forGood, now().plus(limit))
                .whenComplete((done, failure) -> gone.complete(null)));
    try {
      gone.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.info("nobody took this member's leave in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.shutdownNow();
    Voter own = voter;
    if (own != null) {
      own.close();
    }
    if (forGood) {
      try {
        GroupRecord.forget(config.home());
      } catch (IOException e) {
        log.warn("the group's record stays: {}", e.getMessage());
      }
    }
  }

  private CompletableFuture<Void> goodbye(boolean forGood, Instant limit) {
    TrackerDuty own = duty;
    if (own != null) {
      if (!now().isBefore(limit)) {
        return CompletableFuture.completedFuture(null);
      }
      own.retire();
      return later(Duration.ofMillis(20))
          .thenCompose(
              nothing -> {
                lookAtElection(now());
                return own.isAlone()
                    ? CompletableFuture.completedFuture(null)
                    : goodbye(forGood, limit);
              });
    }
    Office known = office;
    if (known == null || known.tracker().id().equals(keys.id())) {
      // Handed over, and the new tracker has not spoken yet.
      return !now().isBefore(limit) || known == null
          ? CompletableFuture.completedFuture(null)
          : later(Duration.ofMillis(20)).thenCompose(nothing -> goodbye(forGood, limit));
    }
    closing = true;
    return post.ask(
            known.tracker().id(), new Request.Leave(forGood), Duration.between(now(), limit))
        .thenApply(reply -> null);
  }
}
