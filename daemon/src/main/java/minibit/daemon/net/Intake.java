package minibit.daemon.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import minibit.core.piece.Block;
import minibit.core.wire.Agreement;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Decoded;
import minibit.core.wire.Handshake;
import minibit.core.wire.HandshakeCodec;
import minibit.core.wire.MessageDecoder;
import minibit.core.wire.PeerMessage;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a connection: reads into the loop's buffer, cuts what came into messages
 * and keeps the beginning of the next one. Knows why it does not read now: a limit, or too many
 * bytes that wait for the disk. On the connection's loop.
 */
final class Intake {
  /** Room a read is given at least: below this the system calls cost more than the bytes. */
  private static final int LEAST_READ = 64 * 1024;

  /** A message above this is put together on its own, so that it fits beside others. */
  private static final int LARGE_MESSAGE = 256 * 1024;

  private final PeerConnection connection;
  private final Loop loop;
  private final SocketChannel channel;
  private final ConnectionOwner owner;
  private final Runnable readOn;
  private List<TokenBucket> limits;
  private @Nullable MessageDecoder decoder;
  private byte[] tail = new byte[0];
  private int needed;
  private @Nullable LargeMessage large;
  private boolean starved;
  private boolean throttled;
  private long lastRead = System.nanoTime();

  Intake(
      PeerConnection connection,
      Loop loop,
      SocketChannel channel,
      ConnectionOwner owner,
      List<TokenBucket> limits) {
    this.connection = connection;
    this.loop = loop;
    this.channel = channel;
    this.owner = owner;
    this.limits = limits;
    this.readOn = () -> loop.execute(connection::readOn);
  }

  /** The handshakes are through: messages follow. */
  void live(Agreement agreement, List<TokenBucket> others) {
    decoder = new MessageDecoder(agreement);
    limits = others;
  }

  void knowPieces(int pieces) {
    if (decoder != null && pieces >= 0) {
      decoder.knowPieces(pieces);
    }
  }

  /** Whether nothing of ours keeps us from reading. */
  boolean isListening() {
    return !starved && !throttled;
  }

  /** Whether the peer could have been heard for so long, and was not. */
  boolean isSilent(long now, long nanos) {
    return isListening() && now - lastRead > nanos;
  }

  /** Silence is counted from now on. */
  void heard(long now) {
    lastRead = now;
  }

  /** A receive buffer is free again. */
  void fed() {
    starved = false;
  }

  /** Tries again where a limit held us up; whether it did. */
  boolean unthrottle() {
    boolean was = throttled;
    throttled = false;
    return was;
  }

  /** Drops what is kept. */
  void clear() {
    tail = new byte[0];
    large = null;
  }

  void read() throws IOException {
    if (!owner.hasRoom(connection, readOn)) {
      starved = true;
      connection.updateInterest();
      return;
    }
    int allowed = allowance();
    if (allowed == 0) {
      throttled = true;
      connection.updateInterest();
      return;
    }
    LargeMessage big = large;
    if (big == null) {
      readMessages(allowed);
    } else {
      readLarge(big, allowed);
    }
  }

  private void readMessages(int allowed) throws IOException {
    ReceiveBuffer receive = loop.receiveBuffer();
    int held = tail.length;
    int room = Math.max(held + LEAST_READ, needed);
    BufferPool.Lease lease = receive.room(Math.min(room, BufferPool.LARGEST));
    if (lease == null) {
      starved = true;
      loop.starve(connection);
      connection.updateInterest();
      return;
    }
    int start = receive.position();
    ByteBuffer buffer = lease.buffer();
    buffer.clear().position(start);
    buffer.put(tail);
    buffer.limit((int) Math.min(buffer.capacity(), (long) buffer.position() + allowed));
    int count = channel.read(buffer);
    if (count < 0) {
      connection.close(CloseReason.REMOTE_CLOSED);
      return;
    }
    took(count);
    ByteBuffer in = ReceiveBuffer.view(lease, start, start + held + count);
    parse(in, lease);
    if (!connection.isClosed()) {
      keep(in);
    }
    receive.position(in.position());
    if (count > 0) {
      owner.turnEnded(connection);
    }
  }

  private int allowance() {
    long allowed = BufferPool.LARGEST;
    long now = System.nanoTime();
    for (TokenBucket limit : limits) {
      allowed = limit.available(allowed, now);
    }
    return (int) allowed;
  }

  private void took(int count) {
    lastRead = System.nanoTime();
    for (TokenBucket limit : limits) {
      limit.take(count);
    }
  }

  private void parse(ByteBuffer in, BufferPool.Lease lease) {
    while (connection.isShaking()) {
      switch (HandshakeCodec.parse(in)) {
        case HandshakeCodec.Step.Done(Handshake theirs) -> owner.handshaken(connection, theirs);
        case HandshakeCodec.Step.Incomplete() -> {
          needed = Handshake.LENGTH;
          return;
        }
        case HandshakeCodec.Step.Fault(CloseReason reason) -> connection.close(reason);
      }
    }
    MessageDecoder messages = decoder;
    needed = 0;
    while (connection.isLive() && messages != null) {
      switch (messages.next(in)) {
        case Decoded.Message(PeerMessage message) -> owner.message(connection, message);
        case Decoded.Payload(Block block, int position) ->
            owner.block(connection, block, lease.buffer().slice(position, block.length()), lease);
        case Decoded.Incomplete(int wanted) -> {
          needed = wanted;
          return;
        }
        case Decoded.Fault(CloseReason reason) -> connection.close(reason);
      }
    }
  }

  /** What is left of a turn is the beginning of a message. */
  private void keep(ByteBuffer in) {
    int rest = in.remaining();
    if (needed > LARGE_MESSAGE) {
      large = new LargeMessage(needed, in);
      tail = new byte[0];
      return;
    }
    if (rest == 0 && tail.length == 0) {
      return;
    }
    tail = new byte[rest];
    in.get(in.position(), tail);
  }

  private void readLarge(LargeMessage big, int allowed) throws IOException {
    int count = channel.read(big.room(allowed));
    if (count < 0) {
      connection.close(CloseReason.REMOTE_CLOSED);
      return;
    }
    took(count);
    MessageDecoder messages = decoder;
    if (!big.isWhole() || messages == null) {
      return;
    }
    large = null;
    needed = 0;
    switch (messages.next(big.whole())) {
      case Decoded.Message(PeerMessage message) -> {
        owner.message(connection, message);
        owner.turnEnded(connection);
      }
      case Decoded.Fault(CloseReason reason) -> connection.close(reason);
      case Decoded.Payload _, Decoded.Incomplete _ ->
          connection.close(CloseReason.MALFORMED_MESSAGE);
    }
  }
}
