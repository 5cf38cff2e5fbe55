package minibit.daemon.share.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.store.FileRow.Known;
import minibit.daemon.share.store.FileRow.Signed;

/** Table rows to values. */
final class Rows {
  /** The columns that {@link #file} reads. */
  static final String FILE =
      "file.id, file.folder, file.name, file.raw, file.size, file.modified, file.inode,"
          + " file.device, file.gone, file.root, file.v1, file.v2,"
          + " file.seal, file.spot, file.said, file.time";

  static final String SHARE = "id, place, name, kind, device";

  private Rows() {}

  static ShareRow share(ResultSet row) throws SQLException {
    return new ShareRow(
        row.getLong(1),
        Places.decode(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getLong(5));
  }

  static FolderRow folder(ResultSet row) throws SQLException {
    return new FolderRow(row.getLong(1), row.getString(2), Places.decode(row.getString(3)));
  }

  static FileRow file(ResultSet row) throws SQLException {
    Stamp stamp = new Stamp(row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8));
    row.getLong(9);
    boolean gone = !row.wasNull();
    return new FileRow(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        Optional.ofNullable(row.getString(4)),
        stamp,
        known(row),
        gone);
  }

  private static Optional<Known> known(ResultSet row) throws SQLException {
    byte[] root = row.getBytes(10);
    if (root == null) {
      return Optional.empty();
    }
    long seal = row.getLong(13);
    Optional<Signed> signed =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new Signed(
                    seal,
                    row.getInt(14),
                    Optional.ofNullable(row.getString(15)),
                    Instant.ofEpochMilli(row.getLong(16))));
    return Optional.of(
        new Known(
            PiecesRoot.of(root),
            InfoHash.of(row.getBytes(11)),
            InfoHash.of(row.getBytes(12)),
            signed));
  }
}
