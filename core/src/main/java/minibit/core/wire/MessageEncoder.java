package minibit.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import minibit.core.id.PiecesRoot;
import minibit.core.piece.Block;
import minibit.core.wire.PeerMessage.HashRange;

/** Writes peer messages as they travel: length, id, fields (BEP 3). Stateless; any thread. */
public final class MessageEncoder {
  /** Bytes before the payload of a {@code piece} message. */
  public static final int PIECE_HEADER = 13;

  private static final int RANGE = PiecesRoot.LENGTH + 4 * Integer.BYTES;

  private MessageEncoder() {}

  /** Bytes that {@link #encode} writes for this message. */
  public static int size(PeerMessage message) {
    return switch (message) {
      case PeerMessage.KeepAlive() -> 4;
      case PeerMessage.Choke(),
          PeerMessage.Unchoke(),
          PeerMessage.Interested(),
          PeerMessage.NotInterested(),
          PeerMessage.HaveAll(),
          PeerMessage.HaveNone() ->
          5;
      case PeerMessage.Have _, PeerMessage.Suggest _, PeerMessage.AllowedFast _ -> 9;
      case PeerMessage.BitfieldMessage(byte[] bits) -> 5 + bits.length;
      case PeerMessage.Request _, PeerMessage.Cancel _, PeerMessage.Reject _ -> 17;
      case PeerMessage.Piece _ -> PIECE_HEADER;
      case PeerMessage.Port _ -> 7;
      case PeerMessage.Extended(int _, byte[] payload) -> 6 + payload.length;
      case PeerMessage.HashRequest _, PeerMessage.HashReject _ -> 5 + RANGE;
      case PeerMessage.Hashes(HashRange _, var hashes) ->
          5 + RANGE + PiecesRoot.LENGTH * hashes.size();
      case PeerMessage.Unknown _ -> throw new IllegalArgumentException("nobody sends " + message);
    };
  }

  /**
   * Writes a message at the buffer's position. Of {@code Piece} only the header, whose length
   * counts the payload that the caller sends after it.
   *
   * @param out big-endian, with room for {@link #size}
   */
  public static void encode(PeerMessage message, ByteBuffer out) {
    if (out.order() != ByteOrder.BIG_ENDIAN) {
      throw new IllegalArgumentException("the wire is big-endian");
    }
    switch (message) {
      case PeerMessage.KeepAlive() -> out.putInt(0);
      case PeerMessage.Choke() -> head(out, 0, MessageIds.CHOKE);
      case PeerMessage.Unchoke() -> head(out, 0, MessageIds.UNCHOKE);
      case PeerMessage.Interested() -> head(out, 0, MessageIds.INTERESTED);
      case PeerMessage.NotInterested() -> head(out, 0, MessageIds.NOT_INTERESTED);
      case PeerMessage.Have(int piece) -> head(out, 4, MessageIds.HAVE).putInt(piece);
      case PeerMessage.BitfieldMessage(byte[] bits) ->
          head(out, bits.length, MessageIds.BITFIELD).put(bits);
      case PeerMessage.Request(Block block) -> block(out, MessageIds.REQUEST, block);
      case PeerMessage.Piece(Block block) ->
          head(out, 8 + block.length(), MessageIds.PIECE)
              .putInt(block.piece())
              .putInt(block.begin());
      case PeerMessage.Cancel(Block block) -> block(out, MessageIds.CANCEL, block);
      case PeerMessage.Port(int port) -> head(out, 2, MessageIds.PORT).putShort((short) port);
      case PeerMessage.Suggest(int piece) -> head(out, 4, MessageIds.SUGGEST).putInt(piece);
      case PeerMessage.HaveAll() -> head(out, 0, MessageIds.HAVE_ALL);
      case PeerMessage.HaveNone() -> head(out, 0, MessageIds.HAVE_NONE);
      case PeerMessage.Reject(Block block) -> block(out, MessageIds.REJECT, block);
      case PeerMessage.AllowedFast(int piece) ->
          head(out, 4, MessageIds.ALLOWED_FAST).putInt(piece);
      case PeerMessage.Extended(int id, byte[] payload) ->
          head(out, 1 + payload.length, MessageIds.EXTENDED).put((byte) id).put(payload);
      case PeerMessage.HashRequest(HashRange range) ->
          range(out, MessageIds.HASH_REQUEST, range, 0);
      case PeerMessage.Hashes(HashRange range, var hashes) -> {
        range(out, MessageIds.HASHES, range, hashes.size() * PiecesRoot.LENGTH);
        for (byte[] hash : hashes) {
          out.put(hash, 0, PiecesRoot.LENGTH);
        }
      }
      case PeerMessage.HashReject(HashRange range) -> range(out, MessageIds.HASH_REJECT, range, 0);
      case PeerMessage.Unknown _ -> throw new IllegalArgumentException("nobody sends " + message);
    }
  }

  /** The message in a buffer of its own, ready to be read. */
  public static ByteBuffer encode(PeerMessage message) {
    ByteBuffer out = ByteBuffer.allocate(size(message));
    encode(message, out);
    return out.flip();
  }

  private static ByteBuffer head(ByteBuffer out, int size, int id) {
    return out.putInt(1 + size).put((byte) id);
  }

  private static void block(ByteBuffer out, int id, Block block) {
    head(out, 12, id).putInt(block.piece()).putInt(block.begin()).putInt(block.length());
  }

  private static void range(ByteBuffer out, int id, HashRange range, int more) {
    head(out, RANGE + more, id)
        .put(range.root().toBytes())
        .putInt(range.baseLayer())
        .putInt(range.index())
        .putInt(range.length())
        .putInt(range.proofLayers());
  }
}
