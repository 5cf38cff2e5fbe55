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
import java.util.concurrent.TimeUnit;
import minibit.core.words.Sentence;
import minibit.daemon.fetch.model.FetchException;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file and what can be asked of it: each change is written through, unless it is one of
 * several that belong together. What goes wrong is a {@link FetchException} with {@code
 * store-failed}. While somebody else holds the file, a change waits {@link #PATIENCE} for it; those
 * that follow fail at once until one gets through, or nothing was tried for {@link #MEMORY_NANOS}.
 * Only the owner's thread.
 */
final class TransferDatabase implements AutoCloseable {
  /** Milliseconds that a change waits for somebody else who writes. */
  private static final int PATIENCE = 2_000;

  /**
   * How long one that waited in vain speaks for those that follow. Longer than the pause before
   * something is written again, so that many which are due again do not wait one after the other.
   */
  private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What SQLite says of a file that somebody else holds. */
  private static final int BUSY = 5;

  private final Connection database;
  private boolean batch;
  private boolean held;
  private long heldAt;

  private TransferDatabase(Connection database) {
    this.database = database;
  }

  static TransferDatabase open(Path file) throws SQLException {
    TransferDatabase opened =
        new TransferDatabase(DriverManager.getConnection("jdbc:sqlite:" + file));
    opened.wait(PATIENCE);
    opened.execute("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL");
    return opened;
  }

  private void wait(int milliseconds) throws SQLException {
    execute("PRAGMA busy_timeout=" + milliseconds);
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
    try {
      if (held && System.nanoTime() - heldAt > MEMORY_NANOS) {
        free();
      }
      try (PreparedStatement statement = database.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
      }
      if (held) {
        free();
      }
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  private void free() throws SQLException {
    held = false;
    wait(PATIENCE);
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

  private FetchException fault(SQLException e) {
    if (e.getErrorCode() == BUSY) {
      return held(e);
    }
    return new FetchException(
        FetchException.Code.STORE_FAILED,
        Sentence.of("transfers-fault", "the store of transfers: {0}", e.getMessage()),
        e);
  }

  /** Whoever comes next need not wait, too. */
  private FetchException held(SQLException e) {
    FetchException fault =
        new FetchException(
            FetchException.Code.STORE_FAILED,
            Sentence.of(
                "transfers-held",
                "another program holds the store of transfers, and nothing can be written down:"
                    + " try again"),
            e);
    heldAt = System.nanoTime();
    if (!held) {
      try {
        wait(0);
        held = true;
      } catch (SQLException again) {
        fault.addSuppressed(again);
      }
    }
    return fault;
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
