package minibit.core.metainfo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import minibit.core.piece.Geometry;

/** Which file of a v2 or hybrid torrent a piece belongs to. Immutable. */
final class V2Layout {
  static final V2Layout NONE = new V2Layout(new int[0], new int[0]);

  /** The files that are not empty, and the first piece of each: rising. */
  private final int[] files;

  private final int[] firstPieces;

  private V2Layout(int[] files, int[] firstPieces) {
    this.files = files;
    this.firstPieces = firstPieces;
  }

  static V2Layout of(List<TorrentFile> all, Geometry geometry) {
    int[] files = new int[all.size()];
    int[] firstPieces = new int[all.size()];
    int count = 0;
    for (int i = 0; i < all.size(); i++) {
      TorrentFile file = all.get(i);
      if (file.root().isPresent()) {
        files[count] = i;
        firstPieces[count++] = (int) (file.offset() / geometry.pieceLength());
      }
    }
    return new V2Layout(Arrays.copyOf(files, count), Arrays.copyOf(firstPieces, count));
  }

  Optional<Metainfo.V2Piece> piece(int piece, List<TorrentFile> all, Geometry geometry) {
    int found = Arrays.binarySearch(firstPieces, piece);
    int slot = found < 0 ? -found - 2 : found;
    if (slot < 0) {
      return Optional.empty();
    }
    TorrentFile file = all.get(files[slot]);
    int index = piece - firstPieces[slot];
    long before = (long) index * geometry.pieceLength();
    if (before >= file.length()) {
      return Optional.empty();
    }
    int bytes = (int) Math.min(geometry.pieceLength(), file.length() - before);
    boolean alone = file.length() <= geometry.pieceLength();
    int leaves = alone ? 1 << Merkle.height(file.length()) : geometry.pieceLength() / Merkle.LEAF;
    return Optional.of(
        new Metainfo.V2Piece(files[slot], index, bytes, leaves, file.root().orElseThrow(), alone));
  }
}
