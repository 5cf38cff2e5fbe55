package minibit.core.id;

import java.util.Arrays;
import java.util.HexFormat;

/** The root of a file's merkle tree: 32 bytes of SHA-256 (BEP 52). Immutable; any thread. */
public final class PiecesRoot implements Comparable<PiecesRoot> {
  /** Bytes of a root. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private PiecesRoot(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A root of exactly 32 bytes, copied; else {@link IllegalArgumentException}. */
  public static PiecesRoot of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a pieces root has 32 bytes, not " + bytes.length);
    }
    return new PiecesRoot(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Lower-case hexadecimal. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public int compareTo(PiecesRoot other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PiecesRoot root && Arrays.equals(bytes, root.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
