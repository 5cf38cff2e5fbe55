package minibit.sim.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;
import minibit.core.swarm.Swarm;
import minibit.core.swarm.SwarmEffect;
import minibit.core.swarm.SwarmEvent;
import minibit.core.swarm.SwarmSettings;
import minibit.core.swarm.SwarmSetup;
import minibit.core.swarm.SwarmWatch;
import minibit.core.swarm.Wishes;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;

/**
 * A simulated peer: the real {@link Swarm}, and around it what the daemon's engine, disk and
 * dialler would do; what its loops would, the world's {@link Loop} does. Created by {@link
 * World#join}.
 */
public final class Host {
  /** Time a disk takes over a whole piece: written, and its digest compared. */
  private static final long VERIFY_NANOS = Duration.ofMillis(20).toNanos();

  private final World world;
  private final int number;
  private final HostSpec spec;
  private final PeerAddress address;
  private final PeerId id;
  private final SplittableRandom random;
  private final Swarm swarm;
  private final PieceStore store;
  private final Uplink uplink;
  private final Downlink downlink;
  private final Map<PeerKey, Channel> channels = new LinkedHashMap<>();
  private final Set<PeerAddress> banned = new LinkedHashSet<>();
  private final Deque<SwarmEvent> inbox = new ArrayDeque<>();
  private boolean draining;
  private boolean up = true;
  private long armedAt = Long.MAX_VALUE;
  private long armed;
  private long given;
  private long taken;
  private Optional<Duration> completedAt = Optional.empty();

  Host(World world, int number, HostSpec spec, SplittableRandom random) {
    this.world = world;
    this.number = number;
    this.spec = spec;
    this.address = address(number);
    this.id = PeerId.random(random);
    this.random = random.split();
    this.store = new PieceStore(world.geometry(), spec.complete());
    this.uplink = new Uplink(world.timeline(), spec.up());
    this.downlink = new Downlink(world.timeline(), spec.down());
    SwarmSetup plain = SwarmSetup.of(World.HASHES, world.geometry(), store.verified(), id);
    SwarmSetup setup =
        new SwarmSetup(
            plain.hashes(),
            plain.geometry(),
            plain.have(),
            plain.files(),
            plain.isPrivate(),
            plain.info(),
            plain.ourId(),
            spec.reserved(),
            address.port(),
            plain.client());
    SwarmSettings settings = spec.settings(world.settings());
    this.swarm = new Swarm(setup, Wishes.ALL, settings, SwarmWatch.NONE, random.split());
  }

  /** Every host in a network of its own, so that no two have one allowed-fast set. */
  private static PeerAddress address(int number) {
    return PeerAddress.of(new byte[] {10, (byte) (number >> 8), (byte) number, 1}, 6881);
  }

  /** Its place in the order of coming, from 0. */
  public int number() {
    return number;
  }

  /** What it is like. */
  public HostSpec spec() {
    return spec;
  }

  /** Whether it is there. */
  public boolean isUp() {
    return up;
  }

  /** Whether it has every piece. */
  public boolean isComplete() {
    return store.verified().isFull();
  }

  /** When it had every piece, since the beginning; empty if it has not, or had from the start. */
  public Optional<Duration> completedAt() {
    return completedAt;
  }

  /** Whether it has banned the other's address. */
  public boolean hasBanned(Host other) {
    return banned.contains(other.address.withPort(1));
  }

  /** Open connections. */
  public int connections() {
    return channels.size();
  }

  /** Bytes of blocks that others got of it. */
  public long given() {
    return given;
  }

  /** Bytes of blocks that it got of others. */
  public long taken() {
    return taken;
  }

  void gave(long bytes) {
    given += bytes;
  }

  void got(long bytes) {
    taken += bytes;
  }

  PeerAddress address() {
    return address;
  }

  Swarm swarm() {
    return swarm;
  }

  Bitfield verified() {
    return store.verified();
  }

  Uplink uplink() {
    return uplink;
  }

  Downlink downlink() {
    return downlink;
  }

  Collection<Channel> channels() {
    return channels.values();
  }

  Handshake handshake() {
    return new Handshake(spec.reserved(), World.HASHES.wire().getFirst(), id);
  }

  /** Whether a block is here, verified or not. */
  boolean has(Block block) {
    return store.has(block);
  }

  boolean canServe(int piece) {
    return store.verified().get(piece);
  }

  boolean corrupts() {
    return spec.lies() > 0 && random.nextDouble() < spec.lies();
  }

  /** Begins: asks the tracker, and again whenever its interval is over. */
  void start() {
    announce();
    if (spec.complete()) {
      arm();
    }
  }

  private void announce() {
    if (!up) {
      return;
    }
    if (world.isTrackerAway()) {
      world.timeline().after(World.RETRY_ANNOUNCE.toNanos(), this::announce);
      return;
    }
    List<PeerAddress> others = world.tracker().announce(this);
    world
        .timeline()
        .after(
            2 * spec.latency().toNanos(),
            () -> tell(new SwarmEvent.PeersFound(SwarmEvent.PeerSource.TRACKER, others)));
    Duration interval = swarm.wantsMorePeers() ? World.HUNGRY_ANNOUNCE : World.ANNOUNCE;
    world.timeline().after(interval.toNanos(), this::announce);
  }

  /** Leaves at once: its connections end, nothing of it is heard again. */
  public void leave() {
    if (!up) {
      return;
    }
    up = false;
    world.tracker().leave(this);
    for (Channel channel : List.copyOf(channels.values())) {
      channels.remove(channel.key);
      channel.close();
      world.hangUp(channel);
    }
  }

  /** Whether a dial from there is let in. */
  boolean accepts(Host from) {
    return up && !banned.contains(from.address.withPort(1));
  }

  void opened(Channel channel) {
    channels.put(channel.key, channel);
  }

  /** Tells the swarm, and does what it says, in order. */
  void tell(SwarmEvent event) {
    if (world.hop() > 0) {
      world.timeline().after(world.hop(), () -> decide(event));
      return;
    }
    inbox.add(event);
    if (draining) {
      return;
    }
    draining = true;
    while (up && !inbox.isEmpty()) {
      swarm.handle(world.timeline().instant(), inbox.remove()).forEach(this::perform);
    }
    draining = false;
    arm();
    world.checks().afterEvent(this);
  }

  /** The same across a hop each way. */
  private void decide(SwarmEvent event) {
    if (!up) {
      return;
    }
    for (SwarmEffect effect : swarm.handle(world.timeline().instant(), event)) {
      world.timeline().after(world.hop(), () -> perform(effect));
    }
    arm();
    world.checks().afterEvent(this);
  }

  /** Sees to it that the swarm is called when its deadline comes. */
  private void arm() {
    Instant deadline = swarm.deadline();
    if (deadline.equals(Instant.MAX) || !up) {
      return;
    }
    long at = Math.max(Timeline.nanos(deadline), world.timeline().now());
    if (armedAt <= at) {
      return;
    }
    armedAt = at;
    long mine = ++armed;
    world
        .timeline()
        .at(
            at,
            () -> {
              if (mine == armed) {
                armedAt = Long.MAX_VALUE;
                world.checks().deadline(this);
                tell(new SwarmEvent.DeadlineReached());
              }
            });
  }

  private void perform(SwarmEffect effect) {
    if (!up) {
      return;
    }
    switch (effect) {
      case SwarmEffect.Send(PeerKey peer, PeerMessage message) ->
          channel(peer).ifPresent(channel -> world.loop().say(channel, message));
      case SwarmEffect.Ask(PeerKey peer, List<Block> blocks) ->
          channel(peer).ifPresent(channel -> world.loop().ask(channel, blocks));
      case SwarmEffect.Withdraw(PeerKey peer, List<Block> blocks) ->
          channel(peer).ifPresent(channel -> world.loop().withdraw(channel, blocks));
      case SwarmEffect.Connect(PeerAddress to) -> world.dial(this, to);
      // Nobody looks on here, so nothing is encrypted.
      case SwarmEffect.PrefersEncryption _ -> {}
      case SwarmEffect.Disconnect(PeerKey peer, CloseReason reason) ->
          channel(peer).ifPresent(channel -> close(channel, reason));
      case SwarmEffect.Ban(PeerAddress host) -> banned.add(host.withPort(1));
      case SwarmEffect.Forget(int piece) -> store.forget(piece);
      case SwarmEffect.Completed() -> complete();
      case SwarmEffect.Failed(String message) ->
          throw new BrokenPromise("a disk that never fails was said to: " + message);
      case SwarmEffect.ServeHashes _, SwarmEffect.LayerLearned _, SwarmEffect.MetadataReady _ ->
          throw new BrokenPromise("there are no hash trees in a v1 torrent");
      case SwarmEffect.Fetch _, SwarmEffect.StopFetch _ ->
          throw new BrokenPromise("nobody named a web server");
    }
  }

  private void complete() {
    completedAt = Optional.of(world.elapsed());
    world.completed(this);
  }

  private Optional<Channel> channel(PeerKey peer) {
    return Optional.ofNullable(channels.get(peer));
  }

  /** Ends a connection from this end. */
  void close(Channel channel, CloseReason reason) {
    channels.remove(channel.key);
    channel.close();
    world.hangUp(channel);
    tell(new SwarmEvent.Disconnected(channel.key, reason));
  }

  /** The other end is gone. */
  void hungUp(Channel channel) {
    if (!channel.isClosed()) {
      channels.remove(channel.key);
      channel.close();
      tell(new SwarmEvent.Disconnected(channel.key, CloseReason.REMOTE_CLOSED));
    }
  }

  /** A block came that was asked for: its first copy is kept, and a whole piece is checked. */
  void take(PeerKey from, Block block, boolean corrupt) {
    boolean fresh = !store.has(block);
    if (fresh) {
      store.take(block, corrupt);
    } else {
      world.traffic().duplicate(block.length());
    }
    List<Block> one = List.of(block);
    tell(new SwarmEvent.BlocksReceived(from, fresh ? one : List.of(), fresh ? List.of() : one));
    if (fresh) {
      store.whole(block.piece()).ifPresent(blocks -> verify(block.piece(), blocks));
    }
  }

  private void verify(int piece, PieceStore.Running blocks) {
    world
        .timeline()
        .after(
            VERIFY_NANOS,
            () -> {
              if (!up || !store.isCurrent(piece, blocks)) {
                return;
              }
              if (blocks.isCorrupt()) {
                world.traffic().corrupt(world.geometry().pieceSize(piece));
                store.forget(piece);
                tell(new SwarmEvent.PieceFailed(piece));
              } else {
                store.verify(piece);
                world.gained(piece);
                tell(new SwarmEvent.PieceVerified(piece));
              }
            });
  }

  @Override
  public String toString() {
    return "host " + number + " (" + store.verified() + ")";
  }
}
