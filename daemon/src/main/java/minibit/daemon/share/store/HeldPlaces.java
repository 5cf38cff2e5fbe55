package minibit.daemon.share.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import minibit.daemon.share.scan.Stamp;

/**
 * Paths that are left alone over restarts: where transfers write, and files they left behind that
 * are not whole. Safe once the store commits; one owner, as of the store.
 */
public final class HeldPlaces {
  private final Sql sql;

  HeldPlaces(Sql sql) {
    this.sql = sql;
  }

  /** Paths at which transfers write. */
  public Set<Path> held() throws IOException {
    return new HashSet<>(sql.all("SELECT place FROM held", row -> Places.decode(row.getString(1))));
  }

  /** A transfer begins to write there. */
  public void hold(Path path) throws IOException {
    sql.update("INSERT OR IGNORE INTO held VALUES(?)", Places.encode(path));
  }

  /** No transfer writes there any more. */
  public void release(Path path) throws IOException {
    sql.update("DELETE FROM held WHERE place = ?", Places.encode(path));
  }

  /** Files that transfers began and left behind, as they looked then. */
  public Map<Path, Stamp> begun() throws IOException {
    Map<Path, Stamp> found = new HashMap<>();
    sql.all(
        "SELECT place, size, modified, inode FROM begun",
        row ->
            found.put(
                Places.decode(row.getString(1)),
                new Stamp(row.getLong(2), row.getLong(3), row.getLong(4), 0)));
    return found;
  }

  /** A transfer left a file behind that is not whole. */
  public void leave(Path file, Stamp now) throws IOException {
    sql.update(
        "INSERT OR REPLACE INTO begun VALUES(?, ?, ?, ?)",
        Places.encode(file),
        now.size(),
        now.modified(),
        now.inode());
  }

  /** That file is whole by now, or another, or gone. */
  public void forget(Path file) throws IOException {
    sql.update("DELETE FROM begun WHERE place = ?", Places.encode(file));
  }
}
