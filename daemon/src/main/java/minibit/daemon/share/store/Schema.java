package minibit.daemon.share.store;

import java.io.IOException;

/** The tables, and their version. */
final class Schema {
  private static final int VERSION = 1;

  private Schema() {}

  static void make(Sql sql) throws IOException {
    int version = sql.first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    if (version > VERSION) {
      throw new IOException("the store of shares was written by a newer minibit");
    }
    // A share's device is that of its folder, to tell an empty folder from a disk not mounted.
    sql.execute(
        "CREATE TABLE IF NOT EXISTS share("
            + "id INTEGER PRIMARY KEY, place TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
            + " kind TEXT NOT NULL, device INTEGER NOT NULL, missing INTEGER NOT NULL)");
    sql.execute(
        "CREATE TABLE IF NOT EXISTS folder("
            + "id INTEGER PRIMARY KEY, share INTEGER NOT NULL, wire TEXT NOT NULL,"
            + " place TEXT NOT NULL, UNIQUE(share, wire))");
    sql.execute("CREATE INDEX IF NOT EXISTS folder_wire ON folder(wire)");
    // One row a file. Without a root it waits for its hashes; gone since then, its disk may return.
    sql.execute(
        "CREATE TABLE IF NOT EXISTS file("
            + "id INTEGER PRIMARY KEY, folder INTEGER NOT NULL, name TEXT NOT NULL, raw TEXT,"
            + " size INTEGER NOT NULL, modified INTEGER NOT NULL, inode INTEGER NOT NULL,"
            + " device INTEGER NOT NULL, gone INTEGER, root BLOB, v1 BLOB, v2 BLOB,"
            + " seal INTEGER, spot INTEGER, said TEXT, time INTEGER, hashes BLOB)");
    sql.execute("CREATE INDEX IF NOT EXISTS file_name ON file(folder, name)");
    sql.execute("CREATE INDEX IF NOT EXISTS file_inode ON file(inode)");
    // Eight bytes find nearly always one row, in a third of the space.
    sql.execute("CREATE INDEX IF NOT EXISTS file_root ON file(substr(root, 1, 8))");
    sql.execute("CREATE INDEX IF NOT EXISTS file_v1 ON file(substr(v1, 1, 8))");
    sql.execute("CREATE INDEX IF NOT EXISTS file_v2 ON file(substr(v2, 1, 8))");
    sql.execute("CREATE TABLE IF NOT EXISTS seal(id INTEGER PRIMARY KEY, packed BLOB NOT NULL)");
    sql.execute(
        "CREATE TABLE IF NOT EXISTS step("
            + "file INTEGER NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL,"
            + " modified INTEGER NOT NULL, inode INTEGER NOT NULL, hashes BLOB NOT NULL,"
            + " PRIMARY KEY(file, number)) WITHOUT ROWID");
    sql.execute("CREATE TABLE IF NOT EXISTS held(place TEXT PRIMARY KEY) WITHOUT ROWID");
    sql.execute(
        "CREATE TABLE IF NOT EXISTS begun("
            + "place TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,"
            + " inode INTEGER NOT NULL) WITHOUT ROWID");
    sql.pragma("user_version=" + VERSION);
  }
}
