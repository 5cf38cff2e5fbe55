package minibit.core.id;

/** The root of a file's merkle tree: 32 bytes of SHA-256 (BEP 52). Immutable; any thread. */
public final class PiecesRoot extends Octets<PiecesRoot> {
  /** Bytes of a root. */
  public static final int LENGTH = 32;

  private PiecesRoot(byte[] bytes) {
    super(bytes);
  }

  /** A root of exactly 32 bytes, copied; else {@link IllegalArgumentException}. */
  public static PiecesRoot of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a pieces root has 32 bytes, not " + bytes.length);
    }
    return new PiecesRoot(bytes.clone());
  }
}
