package minibit.core.piece;

import java.util.Arrays;

/**
 * How a torrent's content is cut into pieces and blocks. Content is one line of bytes in which
 * piece {@code i} begins at {@code i × pieceLength}. In v1 and hybrid torrents only the last piece
 * is short; in v2-only torrents the last piece of every file is (its rest of the line holds
 * nothing). Immutable; any thread.
 */
public final class Geometry {
  /** Pieces a torrent may have: a bitfield of 512 KiB. */
  public static final int MAX_PIECES = 4 * 1024 * 1024;

  private final int pieceLength;
  private final int pieces;
  private final int[] shortPieces;
  private final int[] shortSizes;
  private final boolean aligned;
  private final long size;

  private Geometry(
      int pieceLength, int pieces, int[] shortPieces, int[] shortSizes, boolean aligned) {
    this.aligned = aligned;
    this.pieceLength = pieceLength;
    this.pieces = pieces;
    this.shortPieces = shortPieces;
    this.shortSizes = shortSizes;
    long total = (long) pieces * pieceLength;
    for (int shortSize : shortSizes) {
      total -= pieceLength - shortSize;
    }
    this.size = total;
  }

  /**
   * The cut of v1 and hybrid torrents: {@code size} bytes in a row.
   *
   * @throws IllegalArgumentException if a number is not positive or there are too many pieces
   */
  public static Geometry linear(long size, int pieceLength) {
    if (size < 0 || pieceLength < 1) {
      throw new IllegalArgumentException("no geometry: " + size + " bytes by " + pieceLength);
    }
    long pieces = size / pieceLength + (size % pieceLength == 0 ? 0 : 1);
    check(pieces);
    int rest = (int) (size % pieceLength);
    return rest == 0
        ? new Geometry(pieceLength, (int) pieces, new int[0], new int[0], false)
        : new Geometry(
            pieceLength, (int) pieces, new int[] {(int) pieces - 1}, new int[] {rest}, false);
  }

  /**
   * The cut of v2-only torrents: every file begins a new piece.
   *
   * @param fileSizes bytes of each file in order; empty files take no piece
   * @throws IllegalArgumentException as {@link #linear}
   */
  public static Geometry aligned(long[] fileSizes, int pieceLength) {
    if (pieceLength < 1) {
      throw new IllegalArgumentException("no geometry: pieces of " + pieceLength);
    }
    long pieces = 0;
    int[] shortPieces = new int[fileSizes.length];
    int[] shortSizes = new int[fileSizes.length];
    int shorts = 0;
    for (long fileSize : fileSizes) {
      if (fileSize < 0) {
        throw new IllegalArgumentException("negative file size: " + fileSize);
      }
      pieces += fileSize / pieceLength;
      int rest = (int) (fileSize % pieceLength);
      if (rest > 0) {
        check(pieces + 1);
        shortPieces[shorts] = (int) pieces++;
        shortSizes[shorts++] = rest;
      }
      check(pieces);
    }
    return new Geometry(
        pieceLength,
        (int) pieces,
        Arrays.copyOf(shortPieces, shorts),
        Arrays.copyOf(shortSizes, shorts),
        true);
  }

  private static void check(long pieces) {
    if (pieces > MAX_PIECES) {
      throw new IllegalArgumentException(pieces + " pieces, more than " + MAX_PIECES);
    }
  }

  /** Bytes of every piece that is not short. */
  public int pieceLength() {
    return pieceLength;
  }

  /** Number of pieces. */
  public int pieces() {
    return pieces;
  }

  /** Bytes of all pieces together, padding files included. */
  public long size() {
    return size;
  }

  /** Where a piece begins on the line of content. */
  public long offset(int piece) {
    return (long) checkPiece(piece) * pieceLength;
  }

  /** Bytes of this piece. */
  public int pieceSize(int piece) {
    checkPiece(piece);
    int found = Arrays.binarySearch(shortPieces, piece);
    return found < 0 ? pieceLength : shortSizes[found];
  }

  /** Blocks of this piece. */
  public int blocks(int piece) {
    return (pieceSize(piece) + Block.SIZE - 1) / Block.SIZE;
  }

  /** The {@code index}-th block of a piece. */
  public Block block(int piece, int index) {
    int size = pieceSize(piece);
    int begin = index * Block.SIZE;
    if (index < 0 || begin >= size) {
      throw new IndexOutOfBoundsException("piece " + piece + " has no block " + index);
    }
    return new Block(piece, begin, Math.min(Block.SIZE, size - begin));
  }

  /** Whether the block lies within its piece; a peer may ask for any such range. */
  public boolean contains(Block block) {
    return block.piece() < pieces
        && (long) block.begin() + block.length() <= pieceSize(block.piece());
  }

  /**
   * Whether the block begins within its piece and ends where a piece of full length would: what is
   * served. libtorrent asks for whole blocks at the end of a v2 file, and takes what lies behind
   * the file as zeros.
   */
  public boolean reaches(Block block) {
    return contains(block)
        || aligned
            && block.piece() < pieces
            && block.begin() < pieceSize(block.piece())
            && (long) block.begin() + block.length() <= pieceLength;
  }

  /** Whether the block is exactly one that {@link #block} gives: the only ones we ask for. */
  public boolean isWhole(Block block) {
    return contains(block)
        && block.begin() % Block.SIZE == 0
        && block.length() == Math.min(Block.SIZE, pieceSize(block.piece()) - block.begin());
  }

  private int checkPiece(int piece) {
    if (piece < 0 || piece >= pieces) {
      throw new IndexOutOfBoundsException("piece " + piece + " of " + pieces);
    }
    return piece;
  }
}
