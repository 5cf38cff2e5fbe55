package minibit.daemon.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.daemon.api.model.ApiJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * What the desk keeps over restarts, in one SQLite file: sums of bytes moved, and small documents.
 * Any thread. A file that cannot be read is put aside and begun anew: nothing of it is needed to
 * run.
 */
final class Ledger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  /** Sums over times of one length. */
  enum Table {
    /** Two minutes, for a day. */
    SLOT("slot"),
    /** An hour, for ever. */
    HOUR("hour");

    private final String sql;

    Table(String sql) {
      this.sql = sql;
    }
  }

  /** Bytes moved in the time that begins at a second of the epoch. */
  record Sum(long at, long down, long up) {}

  private final Connection database;
  private boolean closed;

  private Ledger(Connection database) {
    this.database = database;
  }

  static Ledger open(Path file) throws IOException {
    try {
      return of(file);
    } catch (SQLException e) {
      LOG.warn("{} cannot be read ({}) and is put aside", file, e.getMessage());
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".bad"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    try {
      return of(file);
    } catch (SQLException e) {
      throw new IOException("statistics " + file + ": " + e.getMessage(), e);
    }
  }

  private static Ledger of(Path file) throws SQLException {
    Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = database.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      // What is lost with the power is a minute of sums.
      statement.execute("PRAGMA synchronous=NORMAL");
      statement.execute("PRAGMA busy_timeout=2000");
      for (Table table : Table.values()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS "
                + table.sql
                + "(at INTEGER PRIMARY KEY, down INTEGER NOT NULL, up INTEGER NOT NULL)");
      }
      statement.execute(
          "CREATE TABLE IF NOT EXISTS document(name TEXT PRIMARY KEY, json BLOB NOT NULL)"
              + " WITHOUT ROWID");
      return new Ledger(database);
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  /** Adds bytes to a time. */
  synchronized void add(Table table, long at, long down, long up) {
    try (PreparedStatement statement =
        database.prepareStatement(
            "INSERT INTO "
                + table.sql
                + " VALUES(?, ?, ?) ON CONFLICT(at) DO UPDATE"
                + " SET down = down + excluded.down, up = up + excluded.up")) {
      statement.setLong(1, at);
      statement.setLong(2, down);
      statement.setLong(3, up);
      statement.executeUpdate();
    } catch (SQLException e) {
      tell("sums are not written", e);
    }
  }

  /** The sums from a second on, the oldest first. */
  synchronized List<Sum> sums(Table table, long from) {
    List<Sum> sums = new ArrayList<>();
    try (PreparedStatement statement =
        database.prepareStatement(
            "SELECT at, down, up FROM " + table.sql + " WHERE at >= ? ORDER BY at")) {
      statement.setLong(1, from);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          sums.add(new Sum(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
        }
      }
    } catch (SQLException e) {
      tell("sums are not read", e);
    }
    return sums;
  }

  /** Forgets what began before a second. */
  synchronized void forget(Table table, long before) {
    try (PreparedStatement statement =
        database.prepareStatement("DELETE FROM " + table.sql + " WHERE at < ?")) {
      statement.setLong(1, before);
      statement.executeUpdate();
    } catch (SQLException e) {
      tell("old sums stay", e);
    }
  }

  /** A document that was kept; empty if there is none, or it is none of this version. */
  synchronized <T> Optional<T> read(String name, Class<T> type) {
    try (PreparedStatement statement =
        database.prepareStatement("SELECT json FROM document WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(ApiJson.read(rows.getBytes(1), type)) : Optional.empty();
      }
    } catch (SQLException | JacksonException e) {
      tell(name + " is not read", e);
      return Optional.empty();
    }
  }

  /** Keeps a document. */
  synchronized void write(String name, Object document) {
    try (PreparedStatement statement =
        database.prepareStatement("INSERT OR REPLACE INTO document VALUES(?, ?)")) {
      statement.setString(1, name);
      statement.setBytes(2, ApiJson.bytes(document));
      statement.executeUpdate();
    } catch (SQLException e) {
      tell(name + " is not written", e);
    }
  }

  /** Who looks once more while the daemon ends is told nothing, and bothers nobody. */
  private void tell(String what, Exception why) {
    if (closed) {
      LOG.debug("{}: the statistics are closed", what);
    } else {
      LOG.warn("{}: {}", what, why.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      database.close();
    } catch (SQLException e) {
      LOG.warn("closing the statistics: {}", e.getMessage());
    }
  }
}
