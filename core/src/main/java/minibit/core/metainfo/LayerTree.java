package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.LayerStore.LeafSpan;
import minibit.core.wire.PeerMessage.HashRange;
import org.jspecify.annotations.Nullable;

/**
 * The tree of one file from its piece layer up. A file of one piece has no layer, only its root.
 */
final class LayerTree {
  private final PiecesRoot root;
  private final int leaves;
  private final int pieceLayer;
  private final int height;
  private final int pieces;
  private final byte[] hashes;
  private final BitSet known = new BitSet();

  /** From the piece layer up to the root, made when first asked for. */
  private byte @Nullable [][] levels;

  LayerTree(PiecesRoot root, long length, int pieceLength) {
    this.root = root;
    this.leaves = (int) Merkle.leaves(length);
    this.pieceLayer = Merkle.pieceLayer(pieceLength);
    this.height = Merkle.height(length);
    this.pieces = (int) ((length + pieceLength - 1) / pieceLength);
    this.hashes = pieces > 1 ? new byte[pieces * Merkle.HASH] : new byte[0];
  }

  boolean isComplete() {
    return pieces == 1 || known.cardinality() == pieces;
  }

  /** Whether hashes of this layer are kept. */
  boolean hasLayer(int layer) {
    return pieces > 1 && layer == pieceLayer;
  }

  void learn(byte[] layer) {
    System.arraycopy(layer, 0, hashes, 0, hashes.length);
    known.set(0, pieces);
  }

  Optional<byte[]> layer() {
    return pieces > 1 && isComplete() ? Optional.of(hashes.clone()) : Optional.empty();
  }

  Optional<byte[]> hash(int piece) {
    return known.get(piece) ? Optional.of(Merkle.at(hashes, piece)) : Optional.empty();
  }

  void missing(int most, List<HashRange> ranges) {
    if (isComplete()) {
      return;
    }
    int length = Math.min(most, 1 << height - pieceLayer);
    for (int index = 0; index < pieces; index += length) {
      if (known.nextClearBit(index) < Math.min(pieces, index + length)) {
        ranges.add(new HashRange(root, pieceLayer, index, length, height - 1 - pieceLayer));
      }
    }
  }

  /** Whether this is a range of the piece layer with a whole proof, as {@link #missing} makes. */
  boolean isOurRange(HashRange range) {
    return hasLayer(range.baseLayer())
        && isServable(range)
        && range.proofLayers() == height - 1 - pieceLayer;
  }

  /** Whether a range lies in the tree, as BEP 52 wants it to. */
  boolean isServable(HashRange range) {
    int base = range.baseLayer();
    int length = range.length();
    if (base < 0 || base >= height || range.index() < 0 || length < 2) {
      return false;
    }
    return Integer.bitCount(length) == 1
        && range.index() % length == 0
        && (long) range.index() + length <= 1L << height - base
        && (long) range.index() << base < leaves
        && range.proofLayers() >= 0
        && range.proofLayers() < height - base;
  }

  /** Whether range and uncles lead to the root. */
  boolean isProven(HashRange range, List<byte[]> answer) {
    int up = Merkle.log2(range.length());
    int uncles = height - range.baseLayer() - up;
    if (answer.size() != range.length() + uncles
        || answer.stream().anyMatch(hash -> hash.length != Merkle.HASH)) {
      return false;
    }
    byte[] node = Merkle.root(joined(answer, range.length()), range.baseLayer(), up);
    int position = range.index() >> up;
    for (byte[] uncle : answer.subList(range.length(), answer.size())) {
      node = (position & 1) == 0 ? Merkle.join(node, uncle) : Merkle.join(uncle, node);
      position >>= 1;
    }
    return Arrays.equals(node, root.toBytes());
  }

  void keep(HashRange range, List<byte[]> answer) {
    int end = Math.min(pieces, range.index() + range.length());
    for (int i = range.index(); i < end; i++) {
      System.arraycopy(answer.get(i - range.index()), 0, hashes, i * Merkle.HASH, Merkle.HASH);
    }
    known.set(range.index(), end);
  }

  Optional<List<byte[]>> serve(HashRange range) {
    if (!hasLayer(range.baseLayer()) || !isComplete()) {
      return Optional.empty();
    }
    List<byte[]> answer = new ArrayList<>(range.length());
    for (int i = 0; i < range.length(); i++) {
      answer.add(node(pieceLayer, range.index() + i));
    }
    addUncles(range, answer, new byte[0][], 0);
    return Optional.of(answer);
  }

  /** The pieces under a range of leaves: whole pieces, so that their hashes can be checked. */
  LeafSpan span(HashRange range, int fileFirstPiece) {
    int first = range.index() >> pieceLayer;
    int last = Math.min(range.index() + range.length(), leaves) - 1 >> pieceLayer;
    return new LeafSpan(fileFirstPiece + first, last - first + 1);
  }

  Optional<List<byte[]>> serveLeaves(HashRange range, byte[] given) {
    LeafSpan span = span(range, 0);
    int firstLeaf = span.firstPiece() << pieceLayer;
    int expected = Math.min(leaves - firstLeaf, span.pieces() << pieceLayer);
    if (given.length != expected * Merkle.HASH || !areTrue(given, span)) {
      return Optional.empty();
    }
    // Below the piece layer the given leaves are the tree; all nodes asked for lie under them.
    int below = Math.min(pieceLayer, height);
    byte[][] levelsBelow = new byte[below][];
    byte[] level = given;
    for (int layer = 0; layer < below; layer++) {
      levelsBelow[layer] = level;
      level = Merkle.above(level, layer);
    }
    List<byte[]> answer = new ArrayList<>(range.length());
    for (int i = 0; i < range.length(); i++) {
      answer.add(nodeOf(given, range.index() + i - firstLeaf, 0));
    }
    addUncles(range, answer, levelsBelow, firstLeaf);
    return Optional.of(answer);
  }

  private boolean areTrue(byte[] given, LeafSpan span) {
    if (pieces == 1) {
      return Arrays.equals(Merkle.root(given, 0, height), root.toBytes());
    }
    if (!isComplete()) {
      return false;
    }
    int perPiece = Merkle.HASH << pieceLayer;
    for (int i = 0; i < span.pieces(); i++) {
      byte[] ofPiece =
          Arrays.copyOfRange(given, i * perPiece, Math.min(given.length, (i + 1) * perPiece));
      if (!Arrays.equals(
          Merkle.root(ofPiece, 0, pieceLayer), Merkle.at(hashes, span.firstPiece() + i))) {
        return false;
      }
    }
    return true;
  }

  /** The uncles from just above the range up to the last layer asked for. */
  private void addUncles(
      HashRange range, List<byte[]> answer, byte[][] levelsBelow, int firstLeaf) {
    int first = range.baseLayer() + Merkle.log2(range.length());
    int last = range.baseLayer() + range.proofLayers();
    for (int layer = first; layer <= last; layer++) {
      int sibling = (range.index() >> layer - range.baseLayer()) ^ 1;
      answer.add(
          layer < levelsBelow.length
              ? nodeOf(levelsBelow[layer], sibling - (firstLeaf >> layer), layer)
              : node(layer, sibling));
    }
  }

  /** A node of the piece layer or above. */
  private byte[] node(int layer, int index) {
    return nodeOf(levels()[layer - pieceLayer], index, layer);
  }

  private static byte[] nodeOf(byte[] level, int index, int layer) {
    return index < level.length / Merkle.HASH ? Merkle.at(level, index) : Merkle.padding(layer);
  }

  private byte[][] levels() {
    byte[][] made = levels;
    if (made == null) {
      made = new byte[height - pieceLayer + 1][];
      made[0] = hashes;
      for (int i = 1; i < made.length; i++) {
        made[i] = Merkle.above(made[i - 1], pieceLayer + i - 1);
      }
      levels = made;
    }
    return made;
  }

  private static byte[] joined(List<byte[]> hashes, int count) {
    byte[] joined = new byte[count * Merkle.HASH];
    for (int i = 0; i < count; i++) {
      System.arraycopy(hashes.get(i), 0, joined, i * Merkle.HASH, Merkle.HASH);
    }
    return joined;
  }
}
