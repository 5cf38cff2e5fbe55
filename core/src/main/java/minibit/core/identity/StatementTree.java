package minibit.core.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The merkle tree over the statements of one batch: leaves padded with zeros to a power of two, so
 * that 512 statements have paths of nine hashes.
 */
final class StatementTree {
  private static final byte[] NODE = "minibit node 1\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNED = "minibit batch 1\0".getBytes(StandardCharsets.US_ASCII);

  private StatementTree() {}

  /** How many hashes the path of one of {@code count} leaves has. */
  static int depth(int count) {
    return count <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(count - 1);
  }

  /** What gets signed: the root, and the depth, so that no inner node passes for a leaf. */
  static byte[] message(byte[] root, int depth) {
    byte[] message = Arrays.copyOf(SIGNED, SIGNED.length + root.length + 1);
    System.arraycopy(root, 0, message, SIGNED.length, root.length);
    message[message.length - 1] = (byte) depth;
    return message;
  }

  /** The root of the tree over these leaves, 32 bytes each. */
  static byte[] root(byte[] leaves) {
    byte[] row = padded(leaves);
    while (row.length > Sha256.LENGTH) {
      row = above(row);
    }
    return row;
  }

  /** The hashes beside the way from this leaf to the root, lowest first. */
  static byte[] path(byte[] leaves, int index) {
    byte[] row = padded(leaves);
    byte[] path = new byte[depth(leaves.length / Sha256.LENGTH) * Sha256.LENGTH];
    int at = index;
    for (int i = 0; i < path.length; i += Sha256.LENGTH) {
      System.arraycopy(row, (at ^ 1) * Sha256.LENGTH, path, i, Sha256.LENGTH);
      row = above(row);
      at >>= 1;
    }
    return path;
  }

  /** The root to which a leaf with this path leads; empty if the index is beyond such a tree. */
  static Optional<byte[]> fold(byte[] leaf, int index, byte[] path) {
    int depth = path.length / Sha256.LENGTH;
    if (index < 0 || index >>> depth != 0) {
      return Optional.empty();
    }
    byte[] hash = leaf;
    for (int i = 0; i < depth; i++) {
      byte[] beside = slice(path, i);
      hash = (index >>> i & 1) == 0 ? Sha256.of(NODE, hash, beside) : Sha256.of(NODE, beside, hash);
    }
    return Optional.of(hash);
  }

  static byte[] slice(byte[] hashes, int index) {
    return Arrays.copyOfRange(hashes, index * Sha256.LENGTH, (index + 1) * Sha256.LENGTH);
  }

  private static byte[] padded(byte[] leaves) {
    return Arrays.copyOf(leaves, Sha256.LENGTH << depth(leaves.length / Sha256.LENGTH));
  }

  private static byte[] above(byte[] row) {
    byte[] above = new byte[row.length / 2];
    for (int i = 0; i < above.length / Sha256.LENGTH; i++) {
      byte[] node = Sha256.of(NODE, slice(row, 2 * i), slice(row, 2 * i + 1));
      System.arraycopy(node, 0, above, i * Sha256.LENGTH, Sha256.LENGTH);
    }
    return above;
  }
}
