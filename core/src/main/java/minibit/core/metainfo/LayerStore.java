package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo.V2Piece;
import minibit.core.wire.PeerMessage.HashRange;

/**
 * The piece layers of a v2 or hybrid torrent as far as they are known: those the torrent file held,
 * and those that peers proved (BEP 52). Says which are missing, checks what peers send, and answers
 * what peers ask. Mutable and not safe for threads: one owner.
 */
public final class LayerStore {
  /** Hashes we ask for at once: what the BEP advises. */
  public static final int ASK_LENGTH = 512;

  /** Hashes we give at once: the largest range that clients are known to ask for. */
  public static final int MAX_SERVED = 8192;

  private final Metainfo metainfo;
  private final Map<PiecesRoot, LayerTree> trees = new LinkedHashMap<>();
  private int incomplete;

  /** Knows what the torrent file knew. */
  public LayerStore(Metainfo metainfo) {
    this.metainfo = metainfo;
    int pieceLength = metainfo.geometry().pieceLength();
    for (TorrentFile file : metainfo.files()) {
      file.root()
          .ifPresent(
              root -> trees.putIfAbsent(root, new LayerTree(root, file.length(), pieceLength)));
    }
    for (Map.Entry<PiecesRoot, LayerTree> entry : trees.entrySet()) {
      metainfo.pieceLayer(entry.getKey()).ifPresent(entry.getValue()::learn);
      incomplete += entry.getValue().isComplete() ? 0 : 1;
    }
  }

  /** Whether every layer is known. Always true of a v1 torrent. */
  public boolean isComplete() {
    return incomplete == 0;
  }

  /** What to ask peers for, in the order of the files, each range with its proof up to the root. */
  public List<HashRange> missing() {
    List<HashRange> ranges = new ArrayList<>();
    for (LayerTree tree : trees.values()) {
      tree.missing(ASK_LENGTH, ranges);
    }
    return ranges;
  }

  /** The hash that the tree above a piece's leaves must have, if it is known yet. */
  public Optional<byte[]> pieceHash(int piece) {
    return metainfo.v2Piece(piece).flatMap(this::pieceHash);
  }

  private Optional<byte[]> pieceHash(V2Piece piece) {
    return piece.alone()
        ? Optional.of(piece.root().toBytes())
        : tree(piece.root()).flatMap(tree -> tree.hash(piece.index()));
  }

  /**
   * Whether a piece can be verified: its hash is known, or v2 says nothing of it because it is v1's
   * alone or padding.
   */
  public boolean isVerifiable(int piece) {
    Optional<V2Piece> v2 = metainfo.v2Piece(piece);
    return v2.isEmpty() || pieceHash(v2.get()).isPresent();
  }

  /** The whole layer of a file with this root, if it is known. */
  public Optional<byte[]> layer(PiecesRoot root) {
    return tree(root).flatMap(LayerTree::layer);
  }

  /** Takes a layer that was proven before, as by another store of the same torrent. */
  public void learn(PiecesRoot root, byte[] layer) {
    LayerTree tree = trees.get(root);
    if (tree != null && !tree.isComplete()) {
      tree.learn(layer.clone());
      incomplete--;
    }
  }

  /**
   * Takes an answer to one of our requests.
   *
   * @param hashes the range, then the uncles of its proof, 32 bytes each
   */
  public Verdict accept(HashRange range, List<byte[]> hashes) {
    LayerTree tree = trees.get(range.root());
    if (tree == null || !tree.isOurRange(range)) {
      return Verdict.NOT_ASKED;
    }
    if (tree.isComplete()) {
      return Verdict.KNOWN;
    }
    if (!tree.isProven(range, hashes)) {
      return Verdict.FALSE;
    }
    tree.keep(range, hashes);
    if (!tree.isComplete()) {
      return Verdict.PART;
    }
    incomplete--;
    return Verdict.COMPLETE;
  }

  /** Answers a request for hashes of a piece layer; empty: reject it. */
  public Optional<List<byte[]>> serve(HashRange range) {
    return served(range).flatMap(tree -> tree.serve(range));
  }

  /**
   * The pieces whose leaves a request of layer 0 asks for; empty if it is no such request, or one
   * to reject. A torrent with pieces of 16 KiB has no leaves below its pieces: see {@link #serve}.
   */
  public Optional<LeafSpan> leavesAsked(HashRange range) {
    return served(range)
        .filter(tree -> range.baseLayer() == 0 && !tree.hasLayer(0))
        .flatMap(tree -> firstPiece(range.root()).map(first -> tree.span(range, first)));
  }

  /**
   * Answers a request for leaves.
   *
   * @param leaves the hashes of all blocks of the {@link #leavesAsked pieces}, in a row; empty is
   *     returned if they are not those of the torrent
   */
  public Optional<List<byte[]>> serveLeaves(HashRange range, byte[] leaves) {
    return served(range).flatMap(tree -> tree.serveLeaves(range, leaves));
  }

  private Optional<LayerTree> served(HashRange range) {
    return tree(range.root())
        .filter(tree -> range.length() <= MAX_SERVED && tree.isServable(range));
  }

  private Optional<LayerTree> tree(PiecesRoot root) {
    return Optional.ofNullable(trees.get(root));
  }

  private Optional<Integer> firstPiece(PiecesRoot root) {
    List<TorrentFile> files = metainfo.files();
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).root().equals(Optional.of(root))) {
        return Optional.of(metainfo.firstPiece(i));
      }
    }
    return Optional.empty();
  }

  /** What became of an answer. */
  public enum Verdict {
    /** Proven, and the layer is whole now. */
    COMPLETE,
    /** Proven; more of the layer is missing. */
    PART,
    /** Known before. */
    KNOWN,
    /** No range that we ask for. */
    NOT_ASKED,
    /** The proof fails: the peer lies. */
    FALSE
  }

  /**
   * A run of pieces.
   *
   * @param firstPiece index in the torrent
   * @param pieces how many
   */
  public record LeafSpan(int firstPiece, int pieces) {}
}
