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
 * Ties a connection to its torrent from the first byte to the last: knows whose it is, which may
 * change, and who is to hear what comes of it. On the connection's loop.
 */
final class PeerLink implements ConnectionOwner {
  private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

  private final PeerKey key;
  private final PeerAddress remote;
  private final Door door;
  private volatile @Nullable PeerConnection connection;
  private volatile @Nullable SwarmRun run;
  private final LinkHandshaking handshaking;
  private final LinkTalk talk;
  private volatile boolean attached;
  private boolean handedOver;

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
    this.handshaking = new LinkHandshaking(this, door);
    this.talk = new LinkTalk(key, remote, this::send);
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
    handshaking.connected(dialled, run);
  }

  @Override
  public void handshaken(PeerConnection from, Handshake hello) {
    connection = from;
    if (from.outgoing()) {
      handshaking.answered(from, run, hello);
    } else {
      handshaking.entered(from, hello);
    }
  }

  /** What the peer waited for runs now. On the connection's loop. */
  void found(SwarmRun owner) {
    handshaking.found(connection, owner);
  }

  /** There is no such torrent. On the connection's loop. */
  void notFound() {
    handshaking.notFound();
    close(CloseReason.UNKNOWN_TORRENT);
  }

  /** An incoming peer wants this run's torrent. On the connection's loop. */
  void belongTo(SwarmRun owner) {
    run = owner;
  }

  /** Both handshakes are through: messages may come. On the connection's loop. */
  void begin(PeerConnection from, SwarmRun owner, Handshake ours, Handshake agreed) {
    Agreement agreement = Agreement.of(ours, agreed, owner.isV2(agreed.infoHash()));
    talk.begin(from, owner, agreement, agreed);
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
    talk.handOver(next);
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
    if (owner != null) {
      talk.heard(from, owner, message);
    }
  }

  @Override
  public void block(PeerConnection from, Block block, ByteBuffer payload, BufferPool.Lease lease) {
    SwarmRun owner = run;
    if (owner == null) {
      from.close(CloseReason.UNASKED_BLOCK);
    } else {
      talk.heard(from, owner, block, payload, lease);
    }
  }

  @Override
  public void turnEnded(PeerConnection from) {
    flushFacts();
  }

  private void flushFacts() {
    SwarmRun owner = run;
    if (owner != null) {
      talk.flush(owner);
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
    talk.drained(from);
  }

  @Override
  public void tick(PeerConnection from, long nanos) {
    talk.tick(from, nanos);
    reportSent(from);
  }

  private void reportSent(PeerConnection from) {
    SwarmRun owner = run;
    if (owner != null) {
      talk.reportSent(from, owner);
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
      door.missed(this, owner, handshaking.isReached(), reason);
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
    talk.said(to, message);
  }

  void ask(List<Block> blocks) {
    talk.ask(blocks);
  }

  void withdraw(List<Block> blocks) {
    talk.withdraw(blocks);
  }

  /** Whether nothing has come that says what it wants. Any thread. */
  boolean isSilent() {
    return !handshaking.isWaiting() && !attached;
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
