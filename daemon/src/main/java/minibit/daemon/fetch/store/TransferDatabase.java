package minibit.daemon.fetch.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import minibit.core.words.Sentence;
import minibit.daemon.fetch.model.FetchException;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file and what can be asked of it: each change is written through, unless it is one of
 * several that belong together. What goes wrong is a {@link FetchException} with {@code
 * store-failed}. Only the owner's thread.
 */
final class TransferDatabase implements AutoCloseable {
  private final Connection database;
  private boolean batch;

  private TransferDatabase(Connection database) {
    this.database = database;
  }

  static TransferDatabase open(Path file) throws SQLException {
    TransferDatabase opened =
        new TransferDatabase(DriverManager.getConnection("jdbc:sqlite:" + file));
    opened.execute(
        "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA busy_timeout=2000");
    return opened;
  }

  void execute(String... statements) throws SQLException {
    try (Statement statement = database.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** Makes something of the row at hand. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> List<T> query(String sql, Reader<T> reader, Object... values) {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  void update(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  /** Adds a row, and gives its number. */
  long insert(String sql, @Nullable Object... values) {
    update(sql, values);
    return query("SELECT last_insert_rowid()", row -> row.getLong(1)).getFirst();
  }

  /** As {@link TransferStore#atOnce}. */
  void atOnce(Runnable changes) {
    try {
      if (batch) {
        within(changes);
      } else {
        batch(changes);
      }
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  private void batch(Runnable changes) throws SQLException {
    boolean kept = false;
    batch = true;
    try {
      database.setAutoCommit(false);
      changes.run();
      database.commit();
      kept = true;
    } finally {
      batch = false;
      try {
        if (!kept) {
          database.rollback();
        }
      } finally {
        database.setAutoCommit(true);
      }
    }
  }

  private void within(Runnable changes) throws SQLException {
    Savepoint before = database.setSavepoint();
    boolean kept = false;
    try {
      changes.run();
      kept = true;
    } finally {
      if (!kept) {
        database.rollback(before);
      }
      database.releaseSavepoint(before);
    }
  }

  private static FetchException fault(SQLException e) {
    return new FetchException(
        FetchException.Code.STORE_FAILED,
        Sentence.of("transfers-fault", "the store of transfers: {0}", e.getMessage()),
        e);
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw fault(e);
    }
  }
}
