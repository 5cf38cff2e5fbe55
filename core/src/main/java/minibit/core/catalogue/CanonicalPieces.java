package minibit.core.catalogue;

/**
 * How a shared file is cut: the smallest power of two from 16 KiB to 16 MiB that gives at most
 * 2,048 pieces, else 16 MiB. Part of the protocol: info-hashes depend on it.
 */
public final class CanonicalPieces {
  private static final long SMALLEST = 16 << 10;
  private static final long LARGEST = 16 << 20;
  private static final long MOST_PIECES = 2048;

  private CanonicalPieces() {}

  /** Bytes of a piece of a file of this size. */
  public static long length(long size) {
    long length = SMALLEST;
    while (length < LARGEST && size > length * MOST_PIECES) {
      length *= 2;
    }
    return length;
  }

  /** How many pieces a file of this size has. */
  public static long count(long size) {
    long length = length(size);
    return size / length + (size % length == 0 ? 0 : 1);
  }
}
