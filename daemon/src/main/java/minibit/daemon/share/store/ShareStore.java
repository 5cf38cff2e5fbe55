package minibit.daemon.share.store;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.identity.Seal;
import minibit.daemon.share.hash.ContentHashes;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.store.FileRow.Known;
import minibit.daemon.share.store.FileRow.Signed;

/**
 * What is known of shares and files, written. One owner, no other threads; what it wrote is seen by
 * readers, and safe, once it is committed. About 400 bytes a small file.
 */
public final class ShareStore implements AutoCloseable {
  /** How long hashes of a file that is gone are kept: disks return, files move back. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** Signatures made before unused ones are looked for: a file that changes makes one each time. */
  private static final int NEW_SEALS = 1000;

  private final Sql sql;

  /** Signatures that are in use, so that files of a batch share one object. */
  private final Map<Long, WeakReference<Seal>> seals = new HashMap<>();

  private int newSeals;

  private ShareStore(Sql sql) {
    this.sql = sql;
  }

  /**
   * Opens or makes the file.
   *
   * @throws IOException if it cannot be, is no database, or is of a newer version
   */
  public static ShareStore open(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Sql sql = Sql.open(file);
    try {
      Schema.make(sql);
      sql.transactional();
      ShareStore store = new ShareStore(sql);
      store.forget(Instant.now().minus(KEPT));
      store.commit();
      return store;
    } catch (IOException e) {
      sql.close();
      throw e;
    }
  }

  /** Drops what has been gone since before this time, and what belonged to it alone. */
  void forget(Instant before) throws IOException {
    sql.update("DELETE FROM file WHERE gone < ?", before.toEpochMilli());
    sql.update("DELETE FROM folder WHERE id NOT IN (SELECT folder FROM file)");
    sql.update("DELETE FROM step WHERE file NOT IN (SELECT id FROM file)");
    dropUnusedSeals();
  }

  /** Drops what files that change all the time have left behind, once it is worth the look. */
  public void tidy() throws IOException {
    if (newSeals > NEW_SEALS) {
      dropUnusedSeals();
    }
  }

  private void dropUnusedSeals() throws IOException {
    sql.update("DELETE FROM seal WHERE id NOT IN (SELECT seal FROM file WHERE seal NOT NULL)");
    newSeals = 0;
    seals.values().removeIf(seal -> seal.get() == null);
  }

  /** Makes everything since the last call lasting. */
  public void commit() throws IOException {
    sql.commit();
  }

  /** Takes back everything since the last commit. */
  public void rollback() throws IOException {
    sql.rollback();
  }

  /** All shares, oldest first. */
  public List<ShareRow> shares() throws IOException {
    return sql.all("SELECT " + Rows.SHARE + " FROM share ORDER BY id", Rows::share);
  }

  /** A new share. */
  public ShareRow addShare(Path path, String name, String kind) throws IOException {
    long id =
        sql.insert(
            "INSERT INTO share(place, name, kind, device, missing) VALUES(?, ?, ?, 0, 0)",
            Places.encode(path),
            name,
            kind);
    return new ShareRow(id, path, name, kind, 0);
  }

  /** Ends a share; what is known of its files is kept a while, in no folder. */
  public void removeShare(long share) throws IOException {
    sql.update(
        "UPDATE file SET folder = 0, gone = ? WHERE folder IN"
            + " (SELECT id FROM folder WHERE share = ?)",
        Instant.now().toEpochMilli(),
        share);
    sql.update("DELETE FROM folder WHERE share = ?", share);
    sql.update("DELETE FROM share WHERE id = ?", share);
  }

  /** Whether a share is there, and on which device. */
  public void seen(long share, boolean missing, long device) throws IOException {
    sql.update("UPDATE share SET missing = ?, device = ? WHERE id = ?", missing, device, share);
  }

  /** The row of a folder, made if missing. */
  public FolderRow folder(long share, String wire, Path path) throws IOException {
    Optional<FolderRow> known =
        sql.first(
            "SELECT id, wire, place FROM folder WHERE share = ? AND wire = ?",
            Rows::folder,
            share,
            wire);
    if (known.isEmpty()) {
      String place = Places.encode(path);
      long id =
          sql.insert("INSERT INTO folder(share, wire, place) VALUES(?, ?, ?)", share, wire, place);
      return new FolderRow(id, wire, path);
    }
    if (!known.get().path().equals(path)) {
      sql.update("UPDATE folder SET place = ? WHERE id = ?", Places.encode(path), known.get().id());
    }
    return new FolderRow(known.get().id(), wire, path);
  }

  /** All folders of a share, also those that are gone. */
  public List<FolderRow> folders(long share) throws IOException {
    return sql.all("SELECT id, wire, place FROM folder WHERE share = ?", Rows::folder, share);
  }

  /** All files of a folder, also those that are gone. */
  public List<FileRow> files(long folder) throws IOException {
    return sql.all("SELECT " + Rows.FILE + " FROM file WHERE folder = ?", Rows::file, folder);
  }

  /** One file. */
  public Optional<FileRow> file(long id) throws IOException {
    return sql.first("SELECT " + Rows.FILE + " FROM file WHERE id = ?", Rows::file, id);
  }

  /** The file of this name in a folder. */
  public Optional<FileRow> file(long folder, String name) throws IOException {
    return sql.first(
        "SELECT " + Rows.FILE + " FROM file WHERE folder = ? AND name = ?",
        Rows::file,
        folder,
        name);
  }

  /** A file that shall not be shared any more: what is known of it is kept a while. */
  public void detach(long file) throws IOException {
    sql.update(
        "UPDATE file SET folder = 0, gone = ? WHERE id = ?", Instant.now().toEpochMilli(), file);
  }

  /** Catalogue paths of all files of a share that may be in the book. */
  public List<String> registered(long share) throws IOException {
    return sql.all(
        "SELECT folder.wire, file.name FROM folder JOIN file ON file.folder = folder.id"
            + " WHERE folder.share = ? AND file.gone IS NULL AND file.root NOT NULL",
        ShareStore::path,
        share);
  }

  private static String path(ResultSet row) throws SQLException {
    String folder = row.getString(1);
    return folder.isEmpty() ? row.getString(2) : folder + "/" + row.getString(2);
  }

  /** Whether this share had any file when it was last there. */
  public boolean hasFiles(long share) throws IOException {
    return sql.first(
            "SELECT 1 FROM folder JOIN file ON file.folder = folder.id"
                + " WHERE folder.share = ? AND file.gone IS NULL LIMIT 1",
            row -> true,
            share)
        .isPresent();
  }

  /** A file that waits for its hashes. */
  public FileRow insert(long folder, String name, Optional<String> raw, Stamp stamp)
      throws IOException {
    long id =
        sql.insert(
            "INSERT INTO file(folder, name, raw, size, modified, inode, device)"
                + " VALUES(?, ?, ?, ?, ?, ?, ?)",
            folder,
            name,
            raw.orElse(null),
            stamp.size(),
            stamp.modified(),
            stamp.inode(),
            stamp.device());
    return new FileRow(id, folder, name, raw, stamp, Optional.empty(), false);
  }

  /** A file that changed: what was known of it is no longer true. */
  public FileRow changed(FileRow file, Optional<String> raw, Stamp stamp) throws IOException {
    sql.update(
        "UPDATE file SET raw = ?, size = ?, modified = ?, inode = ?, device = ?, gone = NULL,"
            + " root = NULL, v1 = NULL, v2 = NULL, hashes = NULL,"
            + " seal = NULL, spot = NULL, said = NULL, time = NULL WHERE id = ?",
        raw.orElse(null),
        stamp.size(),
        stamp.modified(),
        stamp.inode(),
        stamp.device(),
        file.id());
    if (file.stamp().size() >= STEPPED) {
      dropSteps(file.id());
    }
    return new FileRow(file.id(), file.folder(), file.name(), raw, stamp, Optional.empty(), false);
  }

  /** A file was not found. */
  public void gone(long file) throws IOException {
    sql.update("UPDATE file SET gone = ? WHERE id = ?", Instant.now().toEpochMilli(), file);
  }

  /** A file was found again. */
  public void back(long file) throws IOException {
    sql.update("UPDATE file SET gone = NULL WHERE id = ?", file);
  }

  /** All files of a folder are gone. */
  public void folderGone(long folder) throws IOException {
    sql.update(
        "UPDATE file SET gone = ? WHERE folder = ? AND gone IS NULL",
        Instant.now().toEpochMilli(),
        folder);
  }

  /** The hashes of a file are known now. */
  public FileRow hashed(FileRow file, ContentHashes hashes, InfoHashes named) throws IOException {
    InfoHash v1 = named.v1().orElseThrow();
    InfoHash v2 = named.v2().orElseThrow();
    sql.update(
        "UPDATE file SET root = ?, v1 = ?, v2 = ?, hashes = ? WHERE id = ?",
        hashes.root().toBytes(),
        v1.toBytes(),
        v2.toBytes(),
        hashes.toBytes(),
        file.id());
    if (hashes.size() >= STEPPED) {
      dropSteps(file.id());
    }
    return new FileRow(
        file.id(),
        file.folder(),
        file.name(),
        file.raw(),
        file.stamp(),
        Optional.of(new Known(hashes.root(), v1, v2, Optional.empty())),
        false);
  }

  /** The hashes of the same file under another path, gone or linked. */
  public Optional<ContentHashes> twin(Stamp stamp) throws IOException {
    return sql.first(
        "SELECT size, hashes FROM file WHERE inode = ? AND device = ? AND size = ?"
            + " AND modified = ? AND root NOT NULL",
        row -> ContentHashes.ofBytes(row.getLong(1), row.getBytes(2)),
        stamp.inode(),
        stamp.device(),
        stamp.size(),
        stamp.modified());
  }

  /** What was known of this file in no folder is now known of it in its place. */
  public void forgetTwins(Stamp stamp) throws IOException {
    sql.update(
        "DELETE FROM file WHERE folder = 0 AND inode = ? AND device = ? AND size = ?"
            + " AND modified = ?",
        stamp.inode(),
        stamp.device(),
        stamp.size(),
        stamp.modified());
  }

  /** A signature, for rows to refer to. */
  public long addSeal(Seal seal) throws IOException {
    long id = sql.insert("INSERT INTO seal(packed) VALUES(?)", (Object) SealBytes.pack(seal));
    seals.put(id, new WeakReference<>(seal));
    newSeals++;
    return id;
  }

  /** A signature that rows refer to; the same object each time. */
  public Seal seal(long id) throws IOException {
    WeakReference<Seal> kept = seals.get(id);
    Seal known = kept == null ? null : kept.get();
    if (known == null) {
      known = SealBytes.unpack(bytes("SELECT packed FROM seal WHERE id = ?", id));
      seals.put(id, new WeakReference<>(known));
    }
    return known;
  }

  private byte[] bytes(String query, long id) throws IOException {
    return sql.first(query, row -> row.getBytes(1), id)
        .orElseThrow(() -> new IOException("the store of shares lacks row " + id));
  }

  /** The file is under this signature. */
  public void signed(long file, Signed signed) throws IOException {
    sql.update(
        "UPDATE file SET seal = ?, spot = ?, said = ?, time = ? WHERE id = ?",
        signed.seal(),
        signed.spot(),
        signed.said().orElse(null),
        signed.time().toEpochMilli(),
        file);
  }

  /** Files below this size are hashed in one go. */
  public static final long STEPPED = 256L << 20;

  /** Part of a big file is hashed. */
  public void addStep(long file, Stamp stamp, int number, byte[] hashes) throws IOException {
    sql.update(
        "INSERT OR REPLACE INTO step VALUES(?, ?, ?, ?, ?, ?)",
        file,
        number,
        stamp.size(),
        stamp.modified(),
        stamp.inode(),
        hashes);
  }

  /** The parts that are hashed of a file which still looks like this, by number. */
  public Map<Integer, byte[]> steps(long file, Stamp stamp) throws IOException {
    Map<Integer, byte[]> steps = new HashMap<>();
    List<Object[]> rows =
        sql.all(
            "SELECT number, hashes FROM step WHERE file = ? AND size = ? AND modified = ?"
                + " AND inode = ?",
            row -> new Object[] {row.getInt(1), row.getBytes(2)},
            file,
            stamp.size(),
            stamp.modified(),
            stamp.inode());
    rows.forEach(row -> steps.put((Integer) row[0], (byte[]) row[1]));
    return steps;
  }

  /** The parts are of no use any more. */
  public void dropSteps(long file) throws IOException {
    sql.update("DELETE FROM step WHERE file = ?", file);
  }

  /** Paths that are left alone. */
  public HeldPlaces places() {
    return new HeldPlaces(sql);
  }

  @Override
  public void close() throws IOException {
    sql.close();
  }
}
