package minibit.core.wire;

/** The exchange of the info dictionary between peers, in pieces of 16 KiB (BEP 9). */
public sealed interface MetadataMessage extends ExtensionMessage {
  /** Bytes of every piece but the last. */
  int PIECE = 16 * 1024;

  /** Send me this piece. */
  record Request(int piece) implements MetadataMessage {}

  /**
   * A piece. As decoded, its length is the one that {@code piece} has in {@code totalSize} bytes.
   *
   * @param totalSize bytes of the whole dictionary
   */
  record Data(int piece, int totalSize, byte[] bytes) implements MetadataMessage {}

  /** I do not send this piece, or have it not. */
  record Reject(int piece) implements MetadataMessage {}

  @Override
  default byte[] payload() {
    return MetadataCodec.encode(this);
  }

  /** Pieces of a dictionary of so many bytes. */
  static int pieces(int totalSize) {
    return (int) ((totalSize + (long) PIECE - 1) / PIECE);
  }

  /** Bytes of one piece of a dictionary of so many bytes; 0 if it has no such piece. */
  static int pieceSize(int piece, int totalSize) {
    return (int) Math.clamp(totalSize - (long) piece * PIECE, 0, PIECE);
  }
}
