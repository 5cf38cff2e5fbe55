package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.session.OpenRequests;
import minibit.core.session.PeerKey;
import minibit.core.session.UploadQueue;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import org.jspecify.annotations.NullUnmarked;

/**
 * One participant: performs its swarm's effects over links of the world, as an engine would. Its
 * upload is one pipe of so many bytes a second.
 */
@NullUnmarked
final class Node {
  final World world;
  final int number;
  final PeerAddress address;
  final PeerId id;
  final long upRate;
  final Swarm swarm;
  final Map<PeerKey, Link> links = new LinkedHashMap<>();
  final Bitfield stored;
  final Map<Integer, Set<Integer>> blocks = new LinkedHashMap<>();
  final Set<Integer> tainted = new LinkedHashSet<>();
  final Map<CloseReason, Integer> closed = new EnumMap<>(CloseReason.class);
  final Set<PeerAddress> banned = new LinkedHashSet<>();
  final List<String> failures = new ArrayList<>();
  final List<Integer> order = new ArrayList<>();
  final long reserved;
  double lies;
  boolean stalls;
  private Instant frozenUntil = Instant.MIN;
  boolean down;
  int completed;
  long freshBytes;
  long duplicateBytes;
  long sentBytes;
  long withdrawn;
  int unchokes;
  private final Deque<Link> serving = new ArrayDeque<>();
  private boolean busy;
  private Instant timer = Instant.MAX;

  Node(
      World world,
      int number,
      Bitfield have,
      long upRate,
      SwarmSettings settings,
      SwarmWatch watch,
      long reserved) {
    this(
        world,
        number,
        upRate,
        new Swarm(
            setup(world, number, have, reserved),
            Wishes.ALL,
            settings,
            watch,
            world.random.split()),
        have,
        reserved);
  }

  private static SwarmSetup setup(World world, int number, Bitfield have, long reserved) {
    return new SwarmSetup(
        World.HASHES,
        world.geometry,
        have,
        List.of(new SwarmSetup.PieceRange(0, world.geometry.pieces() - 1)),
        false,
        Optional.empty(),
        id(number),
        reserved,
        6881,
        "minibit");
  }

  Node(World world, int number, long upRate, Swarm swarm, Bitfield have, long reserved) {
    this.reserved = reserved;
    this.world = world;
    this.number = number;
    this.address = World.address(number + 1);
    this.id = id(number);
    this.upRate = upRate;
    this.swarm = swarm;
    this.stored = have.copy();
  }

  static PeerId id(int number) {
    byte[] bytes = new byte[PeerId.LENGTH];
    bytes[18] = (byte) (number >> 8);
    bytes[19] = (byte) number;
    return PeerId.of(bytes);
  }

  Handshake handshake() {
    return world.handshake(this);
  }

  final class Link {
    final PeerKey key = world.nextKey();
    final Node node = Node.this;
    final Node remote;
    final OpenRequests open;
    final UploadQueue owed;
    Link other;
    boolean gone;
    boolean wasUnchoked;

    Link(Node remote) {
      boolean rejects = (reserved & remote.reserved & Handshake.FAST) != 0;
      this.remote = remote;
      this.open = new OpenRequests(rejects);
      this.owed = new UploadQueue(world.geometry, rejects, 0, stored::get);
    }
  }

  Link open(Node remote, boolean outgoing) {
    Link link = new Link(remote);
    links.put(link.key, link);
    return link;
  }

  /** Every link drops; nobody answers any more. */
  void die() {
    down = true;
    for (Link link : List.copyOf(links.values())) {
      world.close(link, CloseReason.SHUTDOWN);
    }
  }

  void tell(SwarmEvent event) {
    perform(swarm.handle(world.now(), event));
    check();
    wake();
  }

  /** What must hold after every event. */
  private void check() {
    if (links.isEmpty() && swarm.deadline().isBefore(world.now())) {
      throw new AssertionError("overdue: " + this);
    }
  }

  void wake() {
    Instant due = swarm.deadline();
    if (!due.equals(Instant.MAX) && due.isBefore(timer)) {
      timer = due;
      world.at(
          due,
          () -> {
            if (timer.equals(due)) {
              whenAwake(
                  () -> {
                    timer = Instant.MAX;
                    tell(new SwarmEvent.DeadlineReached());
                  });
            }
          });
    }
  }

  private void perform(List<SwarmEffect> effects) {
    for (SwarmEffect effect : effects) {
      switch (effect) {
        case SwarmEffect.Send(var key, var message) -> send(links.get(key), message);
        case SwarmEffect.Ask(var key, var asked) -> ask(links.get(key), asked);
        case SwarmEffect.Withdraw(var key, var asked) -> withdraw(links.get(key), asked);
        case SwarmEffect.Connect(var to) -> world.dial(this, to);
        case SwarmEffect.Disconnect(var key, var reason) -> {
          Link link = links.get(key);
          if (link != null) {
            world.after(Duration.ZERO, () -> world.close(link, reason));
          }
        }
        case SwarmEffect.PrefersEncryption _ -> {}
        case SwarmEffect.Ban(var host) -> banned.add(host);
        case SwarmEffect.Forget(int piece) -> forgetPiece(piece);
        case SwarmEffect.Completed() -> completed++;
        case SwarmEffect.Failed(var message) -> failures.add(message);
        case SwarmEffect.ServeHashes _, SwarmEffect.LayerLearned _, SwarmEffect.MetadataReady _ ->
            throw new AssertionError("not in this world: " + effect);
        case SwarmEffect.Fetch _, SwarmEffect.StopFetch _ ->
            throw new AssertionError("nobody named a web server");
      }
    }
  }

  /** Chokes and unchokes at once, whatever the swarm thinks. */
  void storm(Link link) {
    send(link, new PeerMessage.Choke());
    send(link, new PeerMessage.Unchoke());
  }

  private void send(Link link, PeerMessage message) {
    if (link == null || link.gone) {
      return;
    }
    if (message instanceof PeerMessage.Unchoke) {
      link.owed.unchoke();
      link.other.wasUnchoked = true;
      unchokes++;
    }
    if (message instanceof PeerMessage.AllowedFast(int piece)) {
      link.owed.allowFast(piece);
    }
    transmit(link, message);
    if (message instanceof PeerMessage.Choke) {
      boolean rejects = (reserved & link.remote.reserved & Handshake.FAST) != 0;
      for (Block block : link.owed.choke()) {
        if (rejects) {
          transmit(link, new PeerMessage.Reject(block));
        }
      }
    }
  }

  private void ask(Link link, List<Block> asked) {
    for (Block block : asked) {
      if (!stored.get(block.piece()) && link != null && !link.gone) {
        if (!link.open.add(block)) {
          throw new AssertionError("asked twice: " + block + " by " + this);
        }
        transmit(link, new PeerMessage.Request(block));
      } else if (stored.get(block.piece())) {
        throw new AssertionError("asked though stored: " + block);
      }
    }
  }

  private void withdraw(Link link, List<Block> asked) {
    for (Block block : asked) {
      withdrawn++;
      if (link != null && !link.gone && link.open.cancel(block)) {
        transmit(link, new PeerMessage.Cancel(block));
      }
    }
  }

  void transmit(Link link, PeerMessage message) {
    Node to = link.other.node;
    world.after(world.latency, () -> to.whenAwake(() -> to.receive(link.other, message)));
  }

  /** A machine too busy to run this node: everything that comes waits, in order. */
  void freeze(Duration time) {
    Instant until = world.now().plus(time);
    frozenUntil = until.isAfter(frozenUntil) ? until : frozenUntil;
  }

  private void whenAwake(Runnable action) {
    if (frozenUntil.isAfter(world.now())) {
      world.at(frozenUntil, () -> whenAwake(action));
    } else {
      action.run();
    }
  }

  private void receive(Link link, PeerMessage message) {
    if (link.gone) {
      return;
    }
    switch (message) {
      case PeerMessage.Request(Block block) -> requested(link, block);
      case PeerMessage.Cancel(Block block) -> {
        boolean rejects = (reserved & link.remote.reserved & Handshake.FAST) != 0;
        if (link.owed.cancel(block) && rejects) {
          transmit(link, new PeerMessage.Reject(block));
        }
      }
      case PeerMessage.KeepAlive() -> {}
      case PeerMessage.Choke() -> {
        link.open.choked();
        tell(new SwarmEvent.Received(link.key, message));
      }
      case PeerMessage.Unchoke() -> {
        link.open.unchoked();
        tell(new SwarmEvent.Received(link.key, message));
      }
      case PeerMessage.Reject(Block block) -> {
        if (link.open.rejected(block) == OpenRequests.Arrival.ASKED) {
          tell(new SwarmEvent.Received(link.key, message));
        }
      }
      default -> tell(new SwarmEvent.Received(link.key, message));
    }
  }

  private void requested(Link link, Block block) {
    switch (link.owed.request(block)) {
      case UploadQueue.Verdict.Queued() -> serve(link);
      case UploadQueue.Verdict.Refused() -> transmit(link, new PeerMessage.Reject(block));
      case UploadQueue.Verdict.Ignored() -> {}
      case UploadQueue.Verdict.StartOver() -> {
        transmit(link, new PeerMessage.Choke());
        transmit(link, new PeerMessage.Unchoke());
      }
      case UploadQueue.Verdict.Fault(var reason) -> world.close(link, reason);
    }
  }

  private void serve(Link link) {
    if (!serving.contains(link)) {
      serving.add(link);
    }
    if (!busy && !stalls) {
      busy = true;
      world.after(Duration.ZERO, this::serveNext);
    }
  }

  private void serveNext() {
    busy = false;
    Link link = serving.poll();
    if (link == null) {
      return;
    }
    List<Block> blocks = link.gone ? List.of() : link.owed.poll(1, Long.MAX_VALUE);
    if (link.owed.size() > 0 && !link.gone) {
      serving.add(link);
    }
    busy = true;
    if (blocks.isEmpty()) {
      world.after(Duration.ZERO, this::serveNext);
      return;
    }
    Block block = blocks.getFirst();
    boolean lie = world.random.nextDouble() < lies;
    Duration takes = Duration.ofNanos(block.length() * 1_000_000_000L / upRate);
    world.after(
        takes,
        () ->
            whenAwake(
                () -> {
                  if (!link.gone) {
                    Node to = link.other.node;
                    world.after(
                        world.latency,
                        () -> to.whenAwake(() -> to.blockCame(link.other, block, lie)));
                    sentBytes += block.length();
                    tell(new SwarmEvent.BlocksSent(link.key, block.length()));
                  }
                  serveNext();
                }));
  }

  private void blockCame(Link link, Block block, boolean lie) {
    if (link.gone) {
      return;
    }
    if (link.open.received(block) == OpenRequests.Arrival.UNASKED) {
      throw new AssertionError("unasked " + block);
    }
    int piece = block.piece();
    boolean fresh =
        !stored.get(piece)
            && blocks.computeIfAbsent(piece, p -> new LinkedHashSet<>()).add(block.index());
    if (!fresh) {
      duplicateBytes += block.length();
      tell(new SwarmEvent.BlocksReceived(link.key, List.of(), List.of(block)));
      return;
    }
    freshBytes += block.length();
    if (lie) {
      tainted.add(piece);
    }
    tell(new SwarmEvent.BlocksReceived(link.key, List.of(block), List.of()));
    Set<Integer> got = blocks.get(piece);
    if (got != null && got.size() == world.geometry.blocks(piece)) {
      boolean bad = tainted.contains(piece);
      forgetPiece(piece);
      if (!bad) {
        stored.set(piece);
        order.add(piece);
      }
      tell(bad ? new SwarmEvent.PieceFailed(piece) : new SwarmEvent.PieceVerified(piece));
    }
  }

  private void forgetPiece(int piece) {
    blocks.remove(piece);
    tainted.remove(piece);
  }

  void forget(Link link, CloseReason reason) {
    if (!link.gone) {
      link.gone = true;
      links.remove(link.key);
      closed.merge(reason, 1, Integer::sum);
      tell(new SwarmEvent.Disconnected(link.key, reason));
    }
  }

  @Override
  public String toString() {
    return "node "
        + number
        + " "
        + stored
        + " links "
        + links.size()
        + " "
        + swarm.status(world.now());
  }
}
