package minibit.daemon.share.hash;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import minibit.core.bencode.BDict;
import minibit.core.bencode.Bencode;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Merkle;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.Metainfo.Extras;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.metainfo.TorrentFile;
import minibit.core.metainfo.TorrentPlan;
import minibit.core.metainfo.TorrentPlan.SourceFile;
import minibit.core.metainfo.TorrentWriter;
import minibit.daemon.disk.PieceHashes;

/**
 * All hashes of a content cut canonically, whatever its name: what its canonical torrent needs. 52
 * bytes a piece, at most 2,048 pieces up to 32 GiB. Immutable; any thread.
 */
public final class ContentHashes {
  private static final PiecesRoot NO_ROOT = PiecesRoot.of(new byte[PiecesRoot.LENGTH]);

  /** Hashes of a file without a byte. */
  public static final ContentHashes EMPTY = new ContentHashes(0, NO_ROOT, new byte[0], new byte[0]);

  private final long size;
  private final PiecesRoot root;
  private final byte[] v1;
  private final byte[] layer;

  private ContentHashes(long size, PiecesRoot root, byte[] v1, byte[] layer) {
    this.size = size;
    this.root = root;
    this.v1 = v1;
    this.layer = layer;
  }

  /**
   * Of hashed pieces, in their order; the arrays are kept.
   *
   * @param size of the content in bytes
   * @param v1 SHA-1 of each piece
   * @param v2 the root of each piece's tree; of a single piece, the content's root
   * @throws IllegalArgumentException if there are not as many as the content has pieces
   */
  public static ContentHashes of(long size, byte[] v1, byte[] v2) {
    long pieces = CanonicalPieces.count(size);
    if (v1.length != pieces * Metainfo.V1_HASH || v2.length != pieces * Merkle.HASH) {
      throw new IllegalArgumentException("not the hashes of " + pieces + " pieces");
    }
    if (pieces == 0) {
      return EMPTY;
    }
    if (pieces == 1) {
      return new ContentHashes(size, PiecesRoot.of(v2), v1, new byte[0]);
    }
    int base = Merkle.pieceLayer(pieceLength(size));
    byte[] root = Merkle.root(v2, base, Merkle.height(size) - base);
    return new ContentHashes(size, PiecesRoot.of(root), v1, v2);
  }

  /**
   * Of what a store kept: SHA-1s, then the roots of pieces, as {@link #toBytes} gave them.
   *
   * @throws IllegalArgumentException if the length does not fit the size
   */
  public static ContentHashes ofBytes(long size, byte[] bytes) {
    int split = (int) (bytes.length / (Metainfo.V1_HASH + Merkle.HASH)) * Metainfo.V1_HASH;
    return of(size, Arrays.copyOf(bytes, split), Arrays.copyOfRange(bytes, split, bytes.length));
  }

  /**
   * Of a torrent that is cut canonically, whatever its name; empty if it is of another kind, or if
   * a piece layer is known neither to it nor here.
   *
   * @param torrent of one file
   * @param learned the piece layer, if it came from peers
   */
  public static Optional<ContentHashes> of(Metainfo torrent, Optional<byte[]> learned) {
    List<TorrentFile> files = torrent.files();
    if (torrent.version() != Version.HYBRID
        || files.size() != 1
        || files.getFirst().root().isEmpty()
        || torrent.geometry().pieceLength() != pieceLength(torrent.contentSize())) {
      return Optional.empty();
    }
    PiecesRoot root = files.getFirst().root().get();
    int pieces = torrent.geometry().pieces();
    Optional<byte[]> v2 =
        pieces == 1 ? Optional.of(root.toBytes()) : torrent.pieceLayer(root).or(() -> learned);
    if (v2.isEmpty() || v2.get().length != pieces * Merkle.HASH) {
      return Optional.empty();
    }
    byte[] v1 = new byte[pieces * Metainfo.V1_HASH];
    for (int i = 0; i < pieces; i++) {
      byte[] hash = torrent.v1Hash(i).orElseThrow();
      System.arraycopy(hash, 0, v1, i * Metainfo.V1_HASH, Metainfo.V1_HASH);
    }
    ContentHashes hashes = of(torrent.contentSize(), v1, v2.get());
    return hashes.root.equals(root) ? Optional.of(hashes) : Optional.empty();
  }

  private static int pieceLength(long size) {
    return (int) CanonicalPieces.length(size);
  }

  /** Bytes of the content. */
  public long size() {
    return size;
  }

  /** The content's own name; of no bytes, zeros. */
  public PiecesRoot root() {
    return root;
  }

  /** Whether there is not one byte, and so no torrent. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** SHA-1s, then the roots of pieces: for a store. */
  public byte[] toBytes() {
    byte[] v2 = v2();
    byte[] bytes = Arrays.copyOf(v1, v1.length + v2.length);
    System.arraycopy(v2, 0, bytes, v1.length, v2.length);
    return bytes;
  }

  private byte[] v2() {
    return size == 0 ? new byte[0] : layer.length == 0 ? root.toBytes() : layer;
  }

  /**
   * The canonical torrent under this name: hybrid, and nothing in its info but what describes the
   * content.
   *
   * @param name in NFC
   * @throws IllegalStateException if there is no byte: such a torrent cannot be
   */
  public Metainfo torrent(String name) {
    if (isEmpty()) {
      throw new IllegalStateException("an empty file has no torrent: " + name);
    }
    SourceFile file = new SourceFile(List.of(name), size, false);
    try {
      TorrentPlan plan =
          TorrentPlan.of(name, false, List.of(file), pieceLength(size), Version.HYBRID);
      return MetainfoParser.parseTorrent(
          TorrentWriter.write(plan, v1, v2(), false, Extras.NONE).torrent());
    } catch (BadMetainfo e) {
      throw new IllegalStateException("our own torrent is refused: " + name, e);
    }
  }

  /** The info-hashes of the canonical torrent under this name, also of an empty file. */
  public InfoHashes infoHashes(String name) {
    return isEmpty() ? emptyHashes(name) : torrent(name).hashes();
  }

  /** No client takes a torrent without content; its hashes are names in the catalogue alone. */
  private static InfoHashes emptyHashes(String name) {
    BDict file = BDict.builder().put("length", 0).build();
    BDict info =
        BDict.builder()
            .put(
                "file tree",
                BDict.builder().put(name, BDict.builder().put("", file).build()).build())
            .put("length", 0)
            .put("meta version", 2)
            .put("name", name)
            .put("piece length", pieceLength(0))
            .put("pieces", new byte[0])
            .build();
    byte[] bytes = Bencode.encode(info);
    return InfoHashes.hybrid(
        InfoHash.of(PieceHashes.sha1().digest(bytes)),
        InfoHash.of(PieceHashes.sha256().digest(bytes)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentHashes that
        && size == that.size
        && root.equals(that.root)
        && Arrays.equals(v1, that.v1);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  @Override
  public String toString() {
    return root.hex() + " of " + size + " bytes";
  }
}
