package minibit.daemon.share.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Seal;
import minibit.daemon.share.hash.ContentHashes;
import org.sqlite.Function;

/** What is known of shares and files, read: what was committed. Any thread, one at a time. */
public final class ShareReader implements AutoCloseable {
  private static final String FROM_LIVE =
      " FROM share CROSS JOIN folder CROSS JOIN file"
          + " WHERE folder.share = share.id AND file.folder = folder.id"
          + " AND share.missing = 0 AND file.gone IS NULL";

  private static final String FOUND =
      "SELECT "
          + Rows.FILE
          + ", folder.wire, folder.place FROM file JOIN folder ON folder.id = file.folder"
          + " WHERE file.gone IS NULL AND ";

  /** Folders in order, each with its files in order: without sorting them all for a page. */
  private static final String LISTED =
      "SELECT "
          + Rows.FILE
          + ", folder.wire, folder.place"
          + " FROM folder INDEXED BY folder_wire CROSS JOIN file INDEXED BY file_name"
          + " WHERE file.folder = folder.id AND file.gone IS NULL"
          + " AND folder.share IN (SELECT id FROM share WHERE missing = 0)";

  private final Sql sql;

  private ShareReader(Sql sql) {
    this.sql = sql;
  }

  /** Opens a file that a {@link ShareStore} has made. */
  public static ShareReader open(Path file) throws IOException {
    Sql sql = Sql.open(file);
    try {
      Function.create(
          sql.connection(),
          "has",
          new Function() {
            @Override
            protected void xFunc() throws SQLException {
              String part = value_text(2);
              result(contains(value_text(0) + "/" + value_text(1), part) ? 1 : 0);
            }
          });
      return new ShareReader(sql);
    } catch (SQLException e) {
      sql.close();
      throw new IOException("the store of shares: " + e.getMessage(), e);
    }
  }

  private static boolean contains(String text, String lowerCase) {
    return text.toLowerCase(Locale.ROOT).contains(lowerCase);
  }

  /** A file and its folder. */
  public record Placed(FileRow row, FolderRow folder) {
    /** Where it lies. */
    public Path file() {
      return row.in(folder.path());
    }
  }

  private static Placed placed(ResultSet row) throws SQLException {
    FileRow file = Rows.file(row);
    return new Placed(
        file, new FolderRow(file.folder(), row.getString(17), Places.decode(row.getString(18))));
  }

  /** Files with this content. */
  public synchronized List<Placed> byRoot(PiecesRoot root) throws IOException {
    return sql.all(
        FOUND + "substr(root, 1, 8) = substr(?1, 1, 8) AND root = ?1",
        ShareReader::placed,
        (Object) root.toBytes());
  }

  /** Files whose canonical torrent has this info-hash: v1, v2, or v2 cut short. */
  public synchronized List<Placed> byHash(InfoHash hash) throws IOException {
    List<Placed> v2 =
        sql.all(
            FOUND + "substr(v2, 1, 8) = substr(?1, 1, 8) AND substr(v2, 1, length(?1)) = ?1",
            ShareReader::placed,
            (Object) hash.toBytes());
    if (!v2.isEmpty() || hash.isV2()) {
      return v2;
    }
    return sql.all(
        FOUND + "substr(v1, 1, 8) = substr(?1, 1, 8) AND v1 = ?1",
        ShareReader::placed,
        (Object) hash.toBytes());
  }

  /** A file's names. */
  public record Named(long id, InfoHashes hashes) {}

  /** The names of so many files that are there and were read, from behind this number on. */
  public synchronized List<Named> names(long after, int limit) throws IOException {
    return sql.all(
        "SELECT id, v1, v2 FROM file WHERE id > ? AND gone IS NULL AND v1 NOT NULL AND v2 NOT NULL"
            + " ORDER BY id LIMIT ?",
        row ->
            new Named(
                row.getLong(1),
                InfoHashes.hybrid(InfoHash.of(row.getBytes(2)), InfoHash.of(row.getBytes(3)))),
        after,
        limit);
  }

  /** The hashes of a file, if it is still the one that was read. */
  public synchronized Optional<ContentHashes> hashes(FileRow file) throws IOException {
    return sql.first(
        "SELECT size, hashes FROM file WHERE id = ? AND hashes NOT NULL",
        row -> ContentHashes.ofBytes(row.getLong(1), row.getBytes(2)),
        file.id());
  }

  /** A signature. */
  public synchronized Optional<Seal> seal(long id) throws IOException {
    Optional<byte[]> packed =
        sql.first("SELECT packed FROM seal WHERE id = ?", row -> row.getBytes(1), id);
    return packed.isEmpty() ? Optional.empty() : Optional.of(SealBytes.unpack(packed.get()));
  }

  /** Files of the shares that are there, by path. */
  public synchronized List<Placed> list(String filter, int offset, int limit) throws IOException {
    return filter.isEmpty()
        ? sql.all(
            LISTED + " ORDER BY folder.wire, file.folder, file.name LIMIT ? OFFSET ?",
            ShareReader::placed,
            limit,
            offset)
        : sql.all(
            LISTED
                + " AND has(folder.wire, file.name, ?)"
                + " ORDER BY folder.wire, file.folder, file.name LIMIT ? OFFSET ?",
            ShareReader::placed,
            filter.toLowerCase(Locale.ROOT),
            limit,
            offset);
  }

  /** How many there are. */
  public synchronized long count(String filter) throws IOException {
    return filter.isEmpty()
        ? sql.first("SELECT count(*)" + FROM_LIVE, row -> row.getLong(1)).orElseThrow()
        : sql.first(
                "SELECT count(*)" + FROM_LIVE + " AND has(folder.wire, file.name, ?)",
                row -> row.getLong(1),
                filter.toLowerCase(Locale.ROOT))
            .orElseThrow();
  }

  @Override
  public synchronized void close() throws IOException {
    sql.close();
  }
}
