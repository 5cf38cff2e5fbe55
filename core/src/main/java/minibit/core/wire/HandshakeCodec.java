package minibit.core.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerId;

/** The 68 bytes of a {@link Handshake}, read as they come and written (BEP 3). Stateless. */
public final class HandshakeCodec {
  private static final byte[] PROTOCOL =
      "\u0013BitTorrent protocol".getBytes(StandardCharsets.US_ASCII);

  private static final int INFO_HASH = PROTOCOL.length + 8;
  private static final int PEER_ID = INFO_HASH + InfoHash.WIRE_LENGTH;

  private HandshakeCodec() {}

  /** What the bytes so far amount to. */
  public sealed interface Step {
    /** All is there; the buffer stands behind the handshake. */
    record Done(Handshake handshake) implements Step {}

    /** So far it is one; the buffer did not move. */
    record Incomplete() implements Step {}

    /** It is none; known at the first byte that differs, the first of all included. */
    record Fault(CloseReason reason) implements Step {}
  }

  /** Reads a handshake between the buffer's position and limit. */
  public static Step parse(ByteBuffer in) {
    int start = in.position();
    int known = Math.min(in.remaining(), PROTOCOL.length);
    for (int i = 0; i < known; i++) {
      if (in.get(start + i) != PROTOCOL[i]) {
        return new Step.Fault(CloseReason.NOT_A_HANDSHAKE);
      }
    }
    if (in.remaining() < Handshake.LENGTH) {
      return new Step.Incomplete();
    }
    long reserved = in.getLong(start + PROTOCOL.length);
    InfoHash infoHash = InfoHash.of(bytes(in, start + INFO_HASH));
    PeerId peerId = PeerId.of(bytes(in, start + PEER_ID));
    in.position(start + Handshake.LENGTH);
    return new Step.Done(new Handshake(reserved, infoHash, peerId));
  }

  /**
   * The torrent that an unfinished handshake names, once its first 48 bytes are there: some dialers
   * keep their peer id back until they are answered. Does not move the buffer.
   */
  public static Optional<InfoHash> infoHash(ByteBuffer in) {
    return in.remaining() < PEER_ID
        ? Optional.empty()
        : Optional.of(InfoHash.of(bytes(in, in.position() + INFO_HASH)));
  }

  /** Writes a handshake at the buffer's position: {@link Handshake#LENGTH} bytes. */
  public static void encode(Handshake handshake, ByteBuffer out) {
    out.put(PROTOCOL)
        .putLong(handshake.reserved())
        .put(handshake.infoHash().toBytes())
        .put(handshake.peerId().toBytes());
  }

  private static byte[] bytes(ByteBuffer in, int at) {
    byte[] bytes = new byte[InfoHash.WIRE_LENGTH];
    in.get(at, bytes);
    return bytes;
  }
}
