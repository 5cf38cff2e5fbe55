package minibit.core.metainfo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import minibit.core.piece.Block;

/**
 * The binary SHA-256 trees of BEP 52. Layer 0 are the hashes of a file's 16 KiB blocks; what a
 * balanced tree needs beyond them is zero. Hashes stand one after another in arrays, 32 bytes each.
 */
public final class Merkle {
  /** Bytes of a hash. */
  public static final int HASH = 32;

  /** Bytes under one leaf. */
  public static final int LEAF = Block.SIZE;

  /** Layers that exist: a file of 2^50 bytes has 37. */
  private static final int MAX_LAYERS = 64;

  private static final byte[][] PADDING = padding();

  private Merkle() {}

  /** The hash of a node of this layer under which there is no byte of the file. */
  public static byte[] padding(int layer) {
    return PADDING[layer].clone();
  }

  /** Leaves of a file of this many bytes. */
  public static long leaves(long length) {
    return length / LEAF + (length % LEAF == 0 ? 0 : 1);
  }

  /** The layer of the root: 0 for a file of one leaf. */
  public static int height(long length) {
    return log2(leaves(length));
  }

  /** The layer whose hashes cover one piece each. */
  public static int pieceLayer(int pieceLength) {
    return log2(pieceLength / LEAF);
  }

  /** The smallest {@code n} such that 2^n is not less than {@code value}; 0 for less than 2. */
  public static int log2(long value) {
    return value < 2 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(value - 1);
  }

  /**
   * The hash above a run of neighbours.
   *
   * @param hashes of one layer, the first of the run first; what lacks is beyond the file
   * @param layer which layer they are of
   * @param layersUp how many layers higher the result is; 2^layersUp must hold the run
   */
  public static byte[] root(byte[] hashes, int layer, int layersUp) {
    byte[] level = hashes;
    for (int up = 0; up < layersUp; up++) {
      level = above(level, layer + up);
    }
    if (level.length == 0) {
      return padding(layer + layersUp);
    }
    if (level.length != HASH) {
      throw new IllegalArgumentException("more hashes than " + layersUp + " layers hold");
    }
    return level == hashes ? level.clone() : level;
  }

  /** The layer above: half as many hashes, an odd one paired with padding. */
  static byte[] above(byte[] level, int layer) {
    if (level.length % HASH != 0) {
      throw new IllegalArgumentException("no run of hashes: " + level.length + " bytes");
    }
    int count = level.length / HASH;
    byte[] above = new byte[(count + 1) / 2 * HASH];
    MessageDigest sha = sha256();
    for (int i = 0; i < count; i += 2) {
      sha.update(level, i * HASH, HASH);
      if (i + 1 < count) {
        sha.update(level, (i + 1) * HASH, HASH);
      } else {
        sha.update(PADDING[layer]);
      }
      System.arraycopy(sha.digest(), 0, above, i / 2 * HASH, HASH);
    }
    return above;
  }

  /** The hash of two neighbours. */
  static byte[] join(byte[] left, byte[] right) {
    MessageDigest sha = sha256();
    sha.update(left);
    sha.update(right);
    return sha.digest();
  }

  /** One hash of a run. */
  static byte[] at(byte[] hashes, int index) {
    return Arrays.copyOfRange(hashes, index * HASH, (index + 1) * HASH);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[][] padding() {
    byte[][] padding = new byte[MAX_LAYERS][];
    padding[0] = new byte[HASH];
    for (int layer = 1; layer < MAX_LAYERS; layer++) {
      padding[layer] = join(padding[layer - 1], padding[layer - 1]);
    }
    return padding;
  }
}
