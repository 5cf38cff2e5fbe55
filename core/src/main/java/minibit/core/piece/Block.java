package minibit.core.piece;

/**
 * A part of a piece, as one request names it (BEP 3): piece index, offset in the piece and length,
 * both in bytes. Immutable.
 */
public record Block(int piece, int begin, int length) {
  /** The bytes of every request of ours but a piece's last: 16 KiB, also the leaf of BEP 52. */
  public static final int SIZE = 16 * 1024;

  /** Refuses what is no block at all; whether a torrent has it is {@link Geometry#contains}. */
  public Block {
    if (piece < 0 || begin < 0 || length < 1) {
      throw new IllegalArgumentException("not a block: " + piece + "/" + begin + "+" + length);
    }
  }

  /** Which block of its piece this is, counting whole blocks of 16 KiB. */
  public int index() {
    return begin / SIZE;
  }
}
