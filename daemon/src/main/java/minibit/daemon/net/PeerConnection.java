package minibit.daemon.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.util.List;
import minibit.core.mse.MseChance;
import minibit.core.mse.MseDialler;
import minibit.core.mse.StreamCipher;
import minibit.core.piece.Block;
import minibit.core.session.Carriage;
import minibit.core.wire.Agreement;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.HandshakeCodec;
import minibit.core.wire.PeerMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, over TCP or uTP: framing, limits, deadlines. Lives on its loop, and all its
 * methods are called there.
 *
 * <pre>
 * Connecting → Shaking → (Held →) Live → Closed      (every phase may go to Closed)
 * </pre>
 */
public final class PeerConnection implements PeerStream.Taker {
  private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

  private enum Phase {
    CONNECTING,
    SHAKING,
    HELD,
    LIVE,
    CLOSED
  }

  private final Loop loop;
  private final PeerStream channel;
  private final InetSocketAddress remote;
  private final boolean outgoing;
  private final ConnectionOwner owner;
  private final Timeouts timeouts;
  private final Intake intake;
  private final Outlet outlet;
  private final Encrypting encrypting;
  private final boolean dialsEncrypted;
  private Phase phase;
  private boolean flushQueued;
  private long begun;

  /**
   * A connection that does nothing before {@link #begin}.
   *
   * @param dialsEncrypted whether our handshake is to be encrypted, if we dial
   */
  PeerConnection(
      Loop loop,
      PeerStream channel,
      InetSocketAddress remote,
      boolean outgoing,
      boolean dialsEncrypted,
      ConnectionOwner owner,
      Timeouts timeouts,
      Encrypting encrypting) {
    this.loop = loop;
    this.channel = channel;
    this.remote = remote;
    this.outgoing = outgoing;
    this.owner = owner;
    this.timeouts = timeouts;
    this.encrypting = encrypting;
    this.dialsEncrypted = dialsEncrypted;
    this.intake = new Intake(this, loop, channel, owner, encrypting);
    this.phase = outgoing ? Phase.CONNECTING : Phase.SHAKING;
    this.begun = System.nanoTime();
    this.outlet = new Outlet(channel, timeouts, begun);
  }

  /** Dials, or waits for the peer's handshake. On its loop. */
  void begin() {
    loop.add(this);
    try {
      if (channel.begin(loop, this)) {
        established();
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  /** Where it leads. */
  public InetSocketAddress remote() {
    return remote;
  }

  /** Whether we dialled. */
  public boolean outgoing() {
    return outgoing;
  }

  /** Whether it goes over uTP. */
  public boolean isUtp() {
    return channel.isUtp();
  }

  /** The loop it lives on. */
  public Loop loop() {
    return loop;
  }

  boolean isShaking() {
    return phase == Phase.SHAKING;
  }

  boolean isLive() {
    return phase == Phase.LIVE;
  }

  /** Whether it is over. */
  public boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  @Override
  public void ready(boolean readable, boolean writable) throws IOException {
    if (phase == Phase.CONNECTING) {
      if (channel.finishConnect()) {
        established();
      }
      return;
    }
    if (readable && phase != Phase.HELD) {
      intake.read();
    }
    if (phase != Phase.CLOSED && writable) {
      flush();
    }
  }

  @Override
  public void failed(Throwable fault) {
    boolean dialling = phase == Phase.CONNECTING;
    close(dialling ? CloseReason.CONNECT_FAILED : CloseReason.REMOTE_CLOSED);
  }

  private void established() {
    phase = Phase.SHAKING;
    begun = System.nanoTime();
    intake.heard(begun);
    updateInterest();
    owner.connected(this);
  }

  /** Sends a handshake, in whatever form was dialled: before {@link #live}. */
  public void sendHandshake(Handshake ours) {
    byte[] bytes = new byte[Handshake.LENGTH];
    HandshakeCodec.encode(ours, ByteBuffer.wrap(bytes));
    if (dialsEncrypted) {
      MseChance chance = MseChance.draw(encrypting.chance());
      intake.shake(new MseDialler(ours.infoHash(), bytes, encrypting.policy(), chance));
    } else {
      sendAsItIs(bytes);
    }
  }

  /** Sends bytes that are no messages: of handshakes. */
  void sendAsItIs(byte[] bytes) {
    if (bytes.length > 0) {
      outlet.queue().room(bytes.length).put(bytes);
      flushSoon();
    }
  }

  /** Hides what is sent from now on, unless the cipher is over already. */
  void encrypt(StreamCipher cipher) {
    if (!cipher.isOver()) {
      outlet.encrypt(cipher, loop.scratch());
    }
  }

  /** How much of the connection is hidden from those who look on. */
  public Carriage carriage() {
    return new Carriage(intake.encryption(), channel.isUtp());
  }

  /**
   * Both handshakes are through: messages follow.
   *
   * @param pieces of the torrent, or -1 if unknown
   * @param limits what is read counts against these
   */
  public void live(Agreement agreement, int pieces, List<TokenBucket> limits) {
    phase = Phase.LIVE;
    intake.live(agreement, limits);
    knowPieces(pieces);
  }

  /**
   * Their handshake is through and ours must wait: nothing is read. The time for handshakes runs
   * on, and closes it when it is over.
   */
  public void hold() {
    phase = Phase.HELD;
    updateInterest();
  }

  /** Ends {@link #hold} where the handshakes go on. */
  void shakeOn() {
    phase = Phase.SHAKING;
  }

  /** Reads on after {@link #hold}, first of all what had come before. */
  public void proceed() {
    intake.lookAgain();
    updateInterest();
    try {
      intake.heard(System.nanoTime());
      intake.read();
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  /** From now on the torrent is known to have so many pieces. */
  public void knowPieces(int pieces) {
    intake.knowPieces(pieces);
  }

  /** Sends a message that carries no block. */
  public void send(PeerMessage message) {
    if (phase != Phase.LIVE) {
      return;
    }
    if (!outlet.queue().add(message)) {
      // It takes nothing, and we would keep its messages for ever.
      close(CloseReason.SILENCE);
      return;
    }
    flushSoon();
  }

  /** Sends a block whose payload is a slice of the lease, one hold of which passes to us. */
  public void sendBlock(Block block, ByteBuffer payload, BufferPool.Lease lease) {
    if (phase != Phase.LIVE) {
      lease.release();
      return;
    }
    owner.sending(this, block);
    outlet.queue().add(new OutgoingBlock(block, payload, lease));
    flushSoon();
  }

  /** Payload bytes that wait to be sent. */
  public long queuedPayload() {
    return outlet.queue().payload();
  }

  /** Blocks that wait to be sent. */
  public int queuedBlocks() {
    return outlet.queue().blocks();
  }

  /** Whether the socket took less than it was given. */
  public boolean isBlocked() {
    return outlet.isBlocked();
  }

  /** Bytes that the socket took since it was connected. */
  public long written() {
    return outlet.written();
  }

  /** Takes back the blocks of which nothing is sent, oldest first; their buffers are free. */
  public List<Block> takeBack() {
    return outlet.queue().takeBack();
  }

  private void flushSoon() {
    if (!flushQueued) {
      flushQueued = true;
      loop.flushLater(this);
    }
  }

  void flush() {
    flushQueued = false;
    if (phase == Phase.CLOSED || phase == Phase.CONNECTING) {
      return;
    }
    try {
      outlet.flush(System.nanoTime());
    } catch (IOException e) {
      failed(e);
      return;
    }
    updateInterest();
    owner.drained(this);
  }

  /** Payload bytes sent since this was last asked. */
  public long takeSent() {
    return outlet.queue().takeSent();
  }

  /** A receive buffer is free again, or the owner has room. */
  void readOn() {
    if (phase != Phase.CLOSED) {
      intake.fed();
      intake.heard(System.nanoTime());
      updateInterest();
      if (intake.hasUnparsed() && phase != Phase.HELD) {
        proceed();
      }
    }
  }

  void tick(long now) {
    switch (phase) {
      case CONNECTING -> {
        if (now - begun > timeouts.connect().toNanos()) {
          close(CloseReason.CONNECT_FAILED);
        }
      }
      case SHAKING, HELD -> {
        if (now - begun > timeouts.handshake().toNanos()) {
          close(CloseReason.SILENCE);
        }
      }
      case LIVE -> tickLive(now);
      case CLOSED -> {}
    }
  }

  private void tickLive(long now) {
    // While we do not read for reasons of ours, silence is no fault of the peer's.
    if (intake.unthrottle()) {
      intake.heard(now);
      updateInterest();
    }
    if (intake.isSilent(now, timeouts.silence().toNanos())) {
      close(CloseReason.SILENCE);
      return;
    }
    if (outlet.isStalled(now)) {
      // A socket with a large buffer says late that it takes more: it is tried once.
      flush();
      if (outlet.isStalled(now)) {
        close(CloseReason.SILENCE);
        return;
      }
    }
    if (outlet.isQuiet(now)) {
      send(new PeerMessage.KeepAlive());
    }
    owner.tick(this, now);
  }

  void updateInterest() {
    if (phase == Phase.CLOSED || phase == Phase.CONNECTING) {
      return;
    }
    try {
      channel.interest(phase != Phase.HELD && intake.isListening(), outlet.isBlocked());
    } catch (CancelledKeyException e) {
      failed(e);
    }
  }

  /** Ends it; what waits to be sent is dropped. Idempotent. */
  public void close(CloseReason reason) {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    intake.clear();
    outlet.clear();
    loop.remove(this);
    try {
      channel.close();
    } catch (IOException e) {
      // The connection is over either way.
      LOG.debug("closing {}", remote, e);
    }
    owner.closed(this, reason);
  }
}
