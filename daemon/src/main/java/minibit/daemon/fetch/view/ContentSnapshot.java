package minibit.daemon.fetch.view;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Geometry;
import minibit.core.swarm.PieceMap;
import minibit.core.swarm.Wishes;
import minibit.daemon.disk.ContentLayout;
import minibit.daemon.fetch.model.FileView;
import minibit.daemon.fetch.model.PiecesView;
import minibit.daemon.fetch.store.TransferRow;

/**
 * What a transfer consists of: its files and pieces, and what of them is here. A picture of one
 * moment; any thread.
 *
 * @param row the transfer
 * @param metainfo its torrent, if that is known
 * @param have the verified pieces, if they are known
 * @param map how common its pieces are, while a swarm runs
 */
public record ContentSnapshot(
    TransferRow row, Optional<Metainfo> metainfo, Optional<Bitfield> have, Optional<PieceMap> map) {

  /** Its pieces, as far as they are known. */
  public PiecesView pieces() {
    Optional<Geometry> geometry = metainfo.map(Metainfo::geometry);
    long size = row.totals().total();
    boolean canonical = row.root().isPresent() && size > 0;
    int number =
        geometry
            .map(Geometry::pieces)
            .orElse(
                canonical
                    ? (int) Math.min(Integer.MAX_VALUE, CanonicalPieces.count(size))
                    : row.totals().pieces());
    long length =
        geometry
            .map(known -> (long) known.pieceLength())
            .orElse(canonical ? CanonicalPieces.length(size) : 0L);
    Optional<Bitfield> whole =
        isWhole() && number > 0 ? Optional.of(Bitfield.full(number)) : Optional.empty();
    return new PiecesView(number, length, have.or(() -> whole), map);
  }

  /** Whether all of it is here, skipped files apart. */
  private boolean isWhole() {
    return row.completed().isPresent() && row.wishes().isEmpty();
  }

  /** How many files it has: 0 until known. */
  public int fileCount() {
    return metainfo
        .map(known -> (int) known.files().stream().filter(TorrentFile::isContent).count())
        .orElse(row.root().isPresent() ? 1 : 0);
  }

  /** Some of its files; none until they are known. */
  public List<FileView> files(int offset, int limit) {
    if (metainfo.isEmpty()) {
      return row.root().isPresent() && offset == 0
          ? List.of(
              new FileView(0, row.name(), row.totals().total(), row.totals().done(), priority(0)))
          : List.of();
    }
    Metainfo known = metainfo.get();
    ContentLayout layout = ContentLayout.of(known);
    List<FileView> files = new ArrayList<>();
    int seen = 0;
    for (int i = 0; i < known.files().size() && files.size() < limit; i++) {
      TorrentFile file = known.files().get(i);
      if (file.isContent() && seen++ >= offset) {
        files.add(
            new FileView(
                i, path(known, file), file.length(), done(layout, i, file.length()), priority(i)));
      }
    }
    return files;
  }

  private static String path(Metainfo known, TorrentFile file) {
    List<String> names = file.path();
    return String.join("/", known.isFolder() ? names.subList(1, names.size()) : names);
  }

  private long done(ContentLayout layout, int file, long length) {
    if (isWhole()) {
      return length;
    }
    if (have.isEmpty() || length == 0) {
      return 0;
    }
    BitSet only = new BitSet();
    only.set(file);
    long done = 0;
    for (int piece = layout.firstPiece(file); piece <= layout.lastPiece(file); piece++) {
      done += have.get().get(piece) ? layout.contentOf(piece, only) : 0;
    }
    return done;
  }

  private int priority(int file) {
    return file < row.wishes().size() ? row.wishes().get(file) : Wishes.NORMAL;
  }
}
