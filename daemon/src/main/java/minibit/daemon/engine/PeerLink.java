package minibit.daemon.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import minibit.core.id.PeerAddress;
import minibit.core.mse.Encryption;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.Agreement;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.ConnectionOwner;
import minibit.daemon.net.PeerConnection;
import minibit.daemon.trace.Direction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ties a connection to its torrent: knows what we asked of the peer and what it asked of us,
 * answers what needs no decision, and brings the rest to the swarm. On the connection's loop.
 */
final class PeerLink implements ConnectionOwner {
  private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

  private final PeerKey key;
  private final PeerAddress remote;
  private final Door door;
  private volatile @Nullable PeerConnection connection;
  private volatile @Nullable SwarmRun run;
  private final LinkServing serving = new LinkServing(this::send);
  private final LinkFetching fetching;
  private final LinkNode node;
  private volatile boolean attached;
  private volatile boolean spoke;
  private volatile boolean reached;
  private boolean handedOver;
  private @Nullable Handshake waiting;

  /**
   * A link of a connection that begins.
   *
   * @param run whose it is, if we dial
   */
  PeerLink(PeerKey key, PeerAddress remote, @Nullable SwarmRun run, Door door) {
    this.key = key;
    this.remote = remote;
    this.run = run;
    this.door = door;
    this.fetching = new LinkFetching(key, this::send);
    this.node = new LinkNode(remote, this::send);
  }

  PeerKey key() {
    return key;
  }

  PeerAddress remote() {
    return remote;
  }

  /** Where an address of a socket leads. */
  static PeerAddress addressOf(InetSocketAddress socket) {
    return PeerAddress.of(socket.getAddress().getAddress(), Math.max(1, socket.getPort()));
  }

  /** Whose handshake is awaited. Any thread. */
  void accepted(PeerConnection entering) {
    connection = entering;
  }

  @Override
  public void connected(PeerConnection dialled) {
    connection = dialled;
    reached = true;
    SwarmRun owner = run;
    if (owner == null || owner.isStopped()) {
      dialled.close(CloseReason.SHUTDOWN);
      return;
    }
    Handshake ours = owner.dialHandshake();
    owner.trace().handshake(Direction.OUT, remote, ours);
    dialled.sendHandshake(ours);
  }

  @Override
  public void handshaken(PeerConnection from, Handshake hello) {
    connection = from;
    if (!from.outgoing()) {
      SwarmRun owner = door.route(hello);
      if (owner != null) {
        enter(from, owner, hello);
        return;
      }
      waiting = hello;
      spoke = true;
      from.hold();
      if (!door.seek(this, hello)) {
        notFound();
      }
      return;
    }
    SwarmRun owner = run;
    if (owner == null || !owner.hashes().answersTo(hello.infoHash())) {
      from.close(CloseReason.UNKNOWN_TORRENT);
      return;
    }
    door.shook(this);
    owner.refusers().agreed(remote);
    owner.trace().handshake(Direction.IN, remote, hello);
    begin(from, owner, owner.dialHandshake(), hello);
  }

  /** The torrent that an incoming peer wants is this one. */
  private void enter(PeerConnection from, SwarmRun owner, Handshake hello) {
    run = owner;
    Handshake ours = owner.answerTo(hello);
    owner.trace().handshake(Direction.OUT, remote, ours);
    from.sendHandshake(ours);
    owner.trace().handshake(Direction.IN, remote, hello);
    // Having answered by the v2 name, both talk v2 (BEP 52).
    begin(from, owner, ours, new Handshake(hello.reserved(), ours.infoHash(), hello.peerId()));
  }

  /** What the peer waited for runs now. On the connection's loop. */
  void found(SwarmRun owner) {
    PeerConnection from = connection;
    Handshake hello = waiting;
    waiting = null;
    if (from != null && hello != null && !from.isClosed()) {
      enter(from, owner, hello);
      from.proceed();
    }
  }

  /** There is no such torrent. On the connection's loop. */
  void notFound() {
    waiting = null;
    close(CloseReason.UNKNOWN_TORRENT);
  }

  private void begin(PeerConnection from, SwarmRun owner, Handshake ours, Handshake agreed) {
    Agreement agreement = Agreement.of(ours, agreed, owner.isV2(agreed.infoHash()));
    fetching.begin(agreement.rejects());
    from.live(agreement, owner.pieces(), owner.downLimits());
    serving.begin(owner, agreement.rejects());
    node.begin(owner, agreed);
    if (!owner.attach(this)) {
      from.close(CloseReason.NO_ROOM);
      return;
    }
    attached = true;
    door.settled(this);
    owner.post(
        new SwarmEvent.Connected(key, remote, from.outgoing(), agreed, false, from.carriage()));
  }

  /**
   * Another run of the same torrent takes the live connection over: the metadata is there. What the
   * peer said before is told to the new swarm by the old one. On the connection's loop.
   */
  void handOver(SwarmRun next) {
    PeerConnection live = connection;
    SwarmRun before = run;
    if (live == null || before == null || before == next || live.isClosed() || !attached) {
      return;
    }
    flushFacts();
    if (!next.attach(this)) {
      live.close(CloseReason.NO_ROOM);
      return;
    }
    before.detach(this);
    run = next;
    handedOver = true;
    live.knowPieces(next.pieces());
    serving.handOver(next);
  }

  /** Closes it if it was handed over: the new swarm was not told of it. On the loop. */
  void dropUnknown() {
    if (handedOver) {
      close(CloseReason.SHUTDOWN);
    }
  }

  /** Whether we dial that address for this run, and do not know yet what comes of it. */
  boolean isDialling(SwarmRun owner, PeerAddress address) {
    return run == owner && !attached && remote.equals(address);
  }

  /**
   * What is dialled for one run shall count for another of the same torrent, which says the same
   * hello. Closing it and dialling anew would look to the peer like a second connection of ours.
   */
  CompletableFuture<Void> dialFor(SwarmRun before, SwarmRun next) {
    CompletableFuture<Void> moved = new CompletableFuture<>();
    PeerConnection dialled = connection;
    if (dialled == null) {
      run = next;
      moved.complete(null);
      return moved;
    }
    dialled
        .loop()
        .execute(
            () -> {
              if (attached) {
                // Its handshakes came through meanwhile.
                handOver(next);
              } else if (run == before) {
                run = next;
              }
              moved.complete(null);
            });
    return moved;
  }

  @Override
  public boolean hasRoom(PeerConnection from, Runnable readOn) {
    SwarmRun owner = run;
    return owner == null || owner.hasRoom(readOn);
  }

  @Override
  public void message(PeerConnection from, PeerMessage message) {
    SwarmRun owner = run;
    if (owner == null) {
      return;
    }
    owner.trace().message(Direction.IN, remote, message);
    switch (message) {
      case PeerMessage.Request(Block block) -> serving.requested(from, block);
      case PeerMessage.Cancel(Block block) -> serving.cancelled(block);
      case PeerMessage.Reject(Block block) -> {
        if (fetching.rejected(block)) {
          tell(owner, message);
        }
      }
      case PeerMessage.Choke() -> {
        fetching.choked();
        tell(owner, message);
      }
      case PeerMessage.KeepAlive _, PeerMessage.Unknown _, PeerMessage.Piece _ -> {}
      case PeerMessage.Port(int port) -> node.heard(port);
      case PeerMessage.Unchoke() -> {
        fetching.unchoked();
        tell(owner, message);
      }
      case PeerMessage.Interested _,
          PeerMessage.NotInterested _,
          PeerMessage.Have _,
          PeerMessage.BitfieldMessage _,
          PeerMessage.Suggest _,
          PeerMessage.HaveAll _,
          PeerMessage.HaveNone _,
          PeerMessage.AllowedFast _,
          PeerMessage.Extended _,
          PeerMessage.HashRequest _,
          PeerMessage.Hashes _,
          PeerMessage.HashReject _ ->
          tell(owner, message);
    }
  }

  /** Facts come before messages, as they came over the wire. */
  private void tell(SwarmRun owner, PeerMessage message) {
    flushFacts();
    owner.post(new SwarmEvent.Received(key, message));
  }

  @Override
  public void block(PeerConnection from, Block block, ByteBuffer payload, BufferPool.Lease lease) {
    SwarmRun owner = run;
    boolean asked = fetching.isOpen(block);
    if (owner == null || !asked) {
      from.close(CloseReason.UNASKED_BLOCK);
      return;
    }
    if (owner.trace().isOn()) {
      owner.trace().message(Direction.IN, remote, new PeerMessage.Piece(block));
    }
    fetching.take(owner, from.loop(), block, payload, lease);
  }

  @Override
  public void turnEnded(PeerConnection from) {
    flushFacts();
  }

  private void flushFacts() {
    SwarmRun owner = run;
    if (owner != null) {
      fetching.flush(owner);
    }
  }

  @Override
  public void sending(PeerConnection to, Block block) {
    SwarmRun owner = run;
    if (owner != null && owner.trace().isOn()) {
      owner.trace().message(Direction.OUT, remote, new PeerMessage.Piece(block));
    }
  }

  @Override
  public void drained(PeerConnection from) {
    serving.drained(from);
  }

  @Override
  public void tick(PeerConnection from, long nanos) {
    serving.tick(from, nanos);
    reportSent(from);
  }

  private void reportSent(PeerConnection from) {
    long sent = from.takeSent();
    SwarmRun owner = run;
    if (sent > 0 && owner != null) {
      owner.sent(sent);
      owner.post(new SwarmEvent.BlocksSent(key, sent));
    }
  }

  @Override
  public void closed(PeerConnection from, CloseReason reason) {
    LOG.debug("{} closed: {}", remote, reason);
    flushFacts();
    SwarmRun owner = run;
    if (attached && owner != null) {
      reportSent(from);
      owner.detach(this);
      owner.post(new SwarmEvent.Disconnected(key, reason));
    }
    if (!attached) {
      door.settled(this);
    }
    door.gone(this);
    if (!attached && from.outgoing() && owner != null) {
      if (from.carriage().encryption() != Encryption.NONE) {
        owner.refusers().agreed(remote);
      }
      door.missed(this, owner, reached, reason);
    }
  }

  // What the swarm wants done; brought to the loop by the run.

  /** Sends a message, and acts on it where that is the loop's part. */
  void perform(PeerMessage message) {
    PeerConnection to = connection;
    if (to == null || to.isClosed()) {
      return;
    }
    send(message);
    serving.said(to, message);
    node.spoken();
  }

  void ask(List<Block> blocks) {
    fetching.ask(blocks);
  }

  void withdraw(List<Block> blocks) {
    fetching.withdraw(blocks);
  }

  /** Whether nothing has come that says what it wants. Any thread. */
  boolean isSilent() {
    return !spoke && !attached;
  }

  /** Others need its place, unless its handshake has come meanwhile. Any thread. */
  void yieldPlace() {
    executeOnLoop(
        () -> {
          if (isSilent()) {
            close(CloseReason.NO_ROOM);
          }
        });
  }

  void close(CloseReason reason) {
    PeerConnection to = connection;
    if (to != null) {
      to.close(reason);
    }
  }

  void executeOnLoop(Runnable task) {
    PeerConnection to = connection;
    if (to != null) {
      to.loop().execute(task);
    }
  }

  private void send(PeerMessage message) {
    PeerConnection to = connection;
    SwarmRun owner = run;
    if (to != null) {
      if (owner != null) {
        owner.trace().message(Direction.OUT, remote, message);
      }
      to.send(message);
    }
  }
}
