package minibit.daemon.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import minibit.core.mse.Encryption;
import minibit.core.mse.MseChance;
import minibit.core.mse.MseDialled;
import minibit.core.mse.MseHandshake;
import minibit.core.mse.MseStep;
import minibit.core.mse.StreamCipher;
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
  private final PeerStream channel;
  private final ConnectionOwner owner;
  private final Runnable readOn;
  private final Encrypting encrypting;
  private List<TokenBucket> limits;
  private @Nullable MessageDecoder decoder;
  private byte[] tail = new byte[0];
  private int needed;
  private @Nullable EncryptedShake shake;
  private @Nullable StreamCipher cipher;
  private boolean unparsed;
  private @Nullable LargeMessage large;
  private boolean starved;
  private boolean throttled;
  private long lastRead = System.nanoTime();

  Intake(
      PeerConnection connection,
      Loop loop,
      PeerStream channel,
      ConnectionOwner owner,
      Encrypting encrypting) {
    this.connection = connection;
    this.loop = loop;
    this.channel = channel;
    this.owner = owner;
    this.limits = List.of();
    this.encrypting = encrypting;
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

  /** The handshakes travel encrypted from here on. */
  void shake(MseHandshake handshake) {
    EncryptedShake begun = new EncryptedShake(connection, encrypting, handshake);
    shake = begun;
    begun.begin();
  }

  /** How much of the connection is hidden from those who look on. */
  Encryption encryption() {
    EncryptedShake agreed = shake;
    return agreed == null ? Encryption.NONE : agreed.cover();
  }

  /** What is kept must be looked at once more, though nothing new may come. */
  void lookAgain() {
    unparsed = true;
  }

  /** Whether that is still to be done. */
  boolean hasUnparsed() {
    return unparsed;
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
    unparsed = false;
    if (cipher != null) {
      decrypt(ReceiveBuffer.view(lease, start + held, start + held + count));
    }
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
      if (!parseHandshake(in)) {
        return;
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

  /** One step of the handshakes; false if there is none before more comes. */
  private boolean parseHandshake(ByteBuffer in) {
    EncryptedShake begun = shake;
    if (begun != null && begun.agreed().isEmpty()) {
      if (!begun.received(in)) {
        needed = 0;
        return false;
      }
      cipher = begun.agreed().map(MseStep.Done::in).filter(stream -> !stream.isOver()).orElse(null);
      decrypt(in);
    }
    switch (HandshakeCodec.parse(in)) {
      case HandshakeCodec.Step.Done(Handshake theirs) -> handshaken(theirs);
      case HandshakeCodec.Step.Incomplete() -> {
        needed = Handshake.LENGTH;
        return false;
      }
      case HandshakeCodec.Step.Fault(CloseReason reason) -> {
        if (begun == null && !connection.outgoing() && encrypting.policy().speaksEncrypted()) {
          shake(new MseDialled(encrypting.policy(), MseChance.draw(encrypting.chance())));
        } else {
          connection.close(reason);
        }
      }
    }
    return true;
  }

  private void handshaken(Handshake theirs) {
    Optional<EncryptedShake> hidden = Optional.ofNullable(shake);
    if (hidden.isEmpty() && !encrypting.policy().speaksPlain()) {
      connection.close(CloseReason.NOT_ENCRYPTED);
    } else if (!connection.outgoing()
        && hidden
            .flatMap(EncryptedShake::torrent)
            .filter(t -> !t.equals(theirs.infoHash()))
            .isPresent()) {
      // It showed that it knows another torrent than the one it asks for.
      connection.close(CloseReason.BAD_ENCRYPTION);
    } else {
      owner.handshaken(connection, theirs);
    }
  }

  /** Decrypts in place: nobody else has these bytes of the buffer yet. */
  private void decrypt(ByteBuffer bytes) {
    StreamCipher stream = cipher;
    if (stream == null) {
      return;
    }
    byte[] scratch = loop.scratch();
    for (int at = bytes.position(); at < bytes.limit(); at += scratch.length) {
      int part = Math.min(scratch.length, bytes.limit() - at);
      bytes.get(at, scratch, 0, part);
      stream.apply(scratch, 0, part);
      bytes.put(at, scratch, 0, part);
    }
    if (stream.isOver()) {
      cipher = null;
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
    ByteBuffer room = big.room(allowed);
    int from = room.position();
    int count = channel.read(room);
    if (count < 0) {
      connection.close(CloseReason.REMOTE_CLOSED);
      return;
    }
    took(count);
    if (cipher != null) {
      decrypt(room.duplicate().flip().position(from));
    }
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
