package minibit.core.wire;

import static minibit.core.wire.CloseReason.BAD_BITFIELD;
import static minibit.core.wire.CloseReason.BLOCK_OUT_OF_RANGE;
import static minibit.core.wire.CloseReason.MALFORMED_MESSAGE;
import static minibit.core.wire.CloseReason.NOT_NEGOTIATED;
import static minibit.core.wire.CloseReason.OVERSIZE_MESSAGE;
import static minibit.core.wire.CloseReason.PIECE_OUT_OF_RANGE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import minibit.core.id.PiecesRoot;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.wire.PeerMessage.HashRange;
import org.jspecify.annotations.Nullable;

/**
 * Reads peer messages out of a connection's receive buffer, which may be direct, hold many messages
 * and end in the middle of one. Knows the lengths and forms that each message may have, and what
 * the torrent's size forbids once it is known; whether a message comes at the right moment is for
 * others to judge. Any bytes at all end in a {@link Decoded}, never in an exception.
 *
 * <p>One decoder a connection, used by one thread.
 */
public final class MessageDecoder {
  /** Bytes of payload of an extension message: metadata, peer exchange and handshakes fit well. */
  public static final int MAX_EXTENDED = 1024 * 1024;

  /** Bytes of a message nobody knows, which is waited for in full and then passed over. */
  public static final int MAX_UNKNOWN = 128 * 1024;

  /** Hashes of one layer in one message, as BEP 52 advises. */
  public static final int MAX_HASHES = 512;

  /** Uncle hashes in one message: one for each layer that a tree over 2^63 bytes can have. */
  public static final int MAX_PROOFS = 63;

  private static final int PREFIX = 4;
  private static final int HASH = 32;
  private static final int RANGE = PiecesRoot.LENGTH + 4 * Integer.BYTES;
  private static final int MAX_BITFIELD = (Geometry.MAX_PIECES + 7) / 8;
  private static final int MAX_LENGTH = 2 + MAX_EXTENDED;
  private static final int PIECES_UNKNOWN = -1;

  private final Agreement agreement;
  private int pieces = PIECES_UNKNOWN;

  /** A decoder that does not know the torrent's size yet. */
  public MessageDecoder(Agreement agreement) {
    this.agreement = agreement;
  }

  /** From now on the torrent is known to have so many pieces. */
  public void knowPieces(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("negative number of pieces: " + count);
    }
    pieces = count;
  }

  /**
   * The next message between the buffer's position and limit.
   *
   * @param in big-endian; its position moves past what was read
   */
  public Decoded next(ByteBuffer in) {
    if (in.order() != ByteOrder.BIG_ENDIAN) {
      throw new IllegalArgumentException("the wire is big-endian");
    }
    int available = in.remaining();
    if (available < PREFIX) {
      return new Decoded.Incomplete(PREFIX);
    }
    int start = in.position();
    int length = in.getInt(start);
    if (length == 0) {
      in.position(start + PREFIX);
      return new Decoded.Message(new PeerMessage.KeepAlive());
    }
    if (length < 0 || length > MAX_LENGTH) {
      return new Decoded.Fault(OVERSIZE_MESSAGE);
    }
    if (available == PREFIX) {
      return new Decoded.Incomplete(PREFIX + length);
    }
    int id = in.get(start + PREFIX) & 0xff;
    CloseReason fault = judge(id, length - 1);
    if (fault != null) {
      return new Decoded.Fault(fault);
    }
    if (available < PREFIX + length) {
      return new Decoded.Incomplete(PREFIX + length);
    }
    Decoded decoded = read(in, start + PREFIX + 1, id, length - 1);
    in.position(start + PREFIX + length);
    return decoded;
  }

  /**
   * What is wrong with a message of this kind and so many bytes behind its id, before they come.
   */
  private @Nullable CloseReason judge(int id, int size) {
    return switch (id) {
      case MessageIds.CHOKE, MessageIds.UNCHOKE, MessageIds.INTERESTED, MessageIds.NOT_INTERESTED ->
          exactly(0, size);
      case MessageIds.HAVE -> exactly(4, size);
      case MessageIds.BITFIELD -> judgeBitfield(size);
      case MessageIds.REQUEST, MessageIds.CANCEL -> exactly(12, size);
      case MessageIds.PIECE -> between(9, 8 + Block.SIZE, size);
      case MessageIds.PORT -> exactly(2, size);
      case MessageIds.HAVE_ALL, MessageIds.HAVE_NONE -> agreed(agreement.fast(), 0, size);
      case MessageIds.SUGGEST, MessageIds.ALLOWED_FAST -> agreed(agreement.fast(), 4, size);
      case MessageIds.REJECT -> agreed(agreement.rejects(), 12, size);
      case MessageIds.EXTENDED -> between(1, 1 + MAX_EXTENDED, size);
      case MessageIds.HASH_REQUEST, MessageIds.HASH_REJECT -> exactly(RANGE, size);
      case MessageIds.HASHES -> judgeHashes(size);
      default -> between(0, MAX_UNKNOWN, size);
    };
  }

  private @Nullable CloseReason judgeBitfield(int size) {
    if (pieces == PIECES_UNKNOWN) {
      return between(0, MAX_BITFIELD, size);
    }
    return size == (pieces + 7) / 8 ? null : BAD_BITFIELD;
  }

  private static @Nullable CloseReason judgeHashes(int size) {
    if (size >= RANGE && (size - RANGE) % HASH != 0) {
      return MALFORMED_MESSAGE;
    }
    return between(RANGE, RANGE + (MAX_HASHES + MAX_PROOFS) * HASH, size);
  }

  private static @Nullable CloseReason exactly(int wanted, int size) {
    return size == wanted ? null : MALFORMED_MESSAGE;
  }

  private static @Nullable CloseReason agreed(boolean agreed, int wanted, int size) {
    return agreed ? exactly(wanted, size) : NOT_NEGOTIATED;
  }

  private static @Nullable CloseReason between(int least, int most, int size) {
    if (size < least) {
      return MALFORMED_MESSAGE;
    }
    return size > most ? OVERSIZE_MESSAGE : null;
  }

  private Decoded read(ByteBuffer in, int at, int id, int size) {
    return switch (id) {
      case MessageIds.CHOKE -> new Decoded.Message(new PeerMessage.Choke());
      case MessageIds.UNCHOKE -> new Decoded.Message(new PeerMessage.Unchoke());
      case MessageIds.INTERESTED -> new Decoded.Message(new PeerMessage.Interested());
      case MessageIds.NOT_INTERESTED -> new Decoded.Message(new PeerMessage.NotInterested());
      case MessageIds.HAVE, MessageIds.SUGGEST, MessageIds.ALLOWED_FAST ->
          readPiece(id, in.getInt(at));
      case MessageIds.BITFIELD ->
          new Decoded.Message(new PeerMessage.BitfieldMessage(bytes(in, at, size)));
      case MessageIds.REQUEST, MessageIds.CANCEL, MessageIds.REJECT -> readBlock(in, at, id);
      case MessageIds.PIECE -> readPayload(in, at, size - 8);
      case MessageIds.PORT ->
          new Decoded.Message(new PeerMessage.Port(Short.toUnsignedInt(in.getShort(at))));
      case MessageIds.HAVE_ALL -> new Decoded.Message(new PeerMessage.HaveAll());
      case MessageIds.HAVE_NONE -> new Decoded.Message(new PeerMessage.HaveNone());
      case MessageIds.EXTENDED ->
          new Decoded.Message(
              new PeerMessage.Extended(in.get(at) & 0xff, bytes(in, at + 1, size - 1)));
      case MessageIds.HASH_REQUEST, MessageIds.HASH_REJECT, MessageIds.HASHES ->
          readHashes(in, at, id, size);
      default -> new Decoded.Message(new PeerMessage.Unknown(id, size));
    };
  }

  private Decoded readPiece(int id, int piece) {
    if (piece < 0 || pieces != PIECES_UNKNOWN && piece >= pieces) {
      return new Decoded.Fault(PIECE_OUT_OF_RANGE);
    }
    return new Decoded.Message(
        switch (id) {
          case MessageIds.HAVE -> new PeerMessage.Have(piece);
          case MessageIds.SUGGEST -> new PeerMessage.Suggest(piece);
          default -> new PeerMessage.AllowedFast(piece);
        });
  }

  private Decoded readBlock(ByteBuffer in, int at, int id) {
    int piece = in.getInt(at);
    int begin = in.getInt(at + 4);
    int length = in.getInt(at + 8);
    if (isNoBlock(piece, begin, length)) {
      return new Decoded.Fault(BLOCK_OUT_OF_RANGE);
    }
    Block block = new Block(piece, begin, length);
    return new Decoded.Message(
        switch (id) {
          case MessageIds.REQUEST -> new PeerMessage.Request(block);
          case MessageIds.CANCEL -> new PeerMessage.Cancel(block);
          default -> new PeerMessage.Reject(block);
        });
  }

  private Decoded readPayload(ByteBuffer in, int at, int length) {
    int piece = in.getInt(at);
    int begin = in.getInt(at + 4);
    return isNoBlock(piece, begin, length)
        ? new Decoded.Fault(BLOCK_OUT_OF_RANGE)
        : new Decoded.Payload(new Block(piece, begin, length), at + 8);
  }

  private boolean isNoBlock(int piece, int begin, int length) {
    return piece < 0 || begin < 0 || length < 1 || pieces != PIECES_UNKNOWN && piece >= pieces;
  }

  private static Decoded readHashes(ByteBuffer in, int at, int id, int size) {
    HashRange range =
        new HashRange(
            PiecesRoot.of(bytes(in, at, PiecesRoot.LENGTH)),
            in.getInt(at + 32),
            in.getInt(at + 36),
            in.getInt(at + 40),
            in.getInt(at + 44));
    if (range.baseLayer() < 0
        || range.index() < 0
        || range.length() < 0
        || range.proofLayers() < 0) {
      return new Decoded.Fault(MALFORMED_MESSAGE);
    }
    return new Decoded.Message(
        switch (id) {
          case MessageIds.HASH_REQUEST -> new PeerMessage.HashRequest(range);
          case MessageIds.HASH_REJECT -> new PeerMessage.HashReject(range);
          default -> new PeerMessage.Hashes(range, hashes(in, at + RANGE, size - RANGE));
        });
  }

  private static List<byte[]> hashes(ByteBuffer in, int at, int size) {
    List<byte[]> hashes = new ArrayList<>(size / HASH);
    for (int i = 0; i < size; i += HASH) {
      hashes.add(bytes(in, at + i, HASH));
    }
    return List.copyOf(hashes);
  }

  private static byte[] bytes(ByteBuffer in, int at, int size) {
    byte[] bytes = new byte[size];
    in.get(at, bytes);
    return bytes;
  }
}
