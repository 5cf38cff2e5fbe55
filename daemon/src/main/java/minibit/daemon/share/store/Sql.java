package minibit.daemon.share.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection with its prepared statements; what goes on between commits is one transaction. */
final class Sql implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private Sql(Connection connection) {
    this.connection = connection;
  }

  /** Makes something of the row at hand. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static Sql open(Path file) throws IOException {
    try {
      Sql sql = new Sql(DriverManager.getConnection("jdbc:sqlite:" + file));
      sql.pragma("journal_mode=WAL");
      sql.pragma("synchronous=NORMAL");
      sql.pragma("busy_timeout=5000");
      return sql;
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  Connection connection() {
    return connection;
  }

  void pragma(String setting) throws IOException {
    execute("PRAGMA " + setting);
  }

  void execute(String sql) throws IOException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  /** From now on changes wait for {@link #commit}. */
  void transactional() throws IOException {
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  void commit() throws IOException {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  void rollback() throws IOException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  int update(String sql, @Nullable Object... values) throws IOException {
    try {
      return prepared(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  long insert(String sql, @Nullable Object... values) throws IOException {
    update(sql, values);
    return first("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
  }

  <T> List<T> all(String sql, Reader<T> reader, @Nullable Object... values) throws IOException {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = prepared(sql, values).executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    } catch (SQLException e) {
      throw fault(e);
    }
    return found;
  }

  <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... values)
      throws IOException {
    try (ResultSet rows = prepared(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  private PreparedStatement prepared(String sql, @Nullable Object[] values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static IOException fault(SQLException e) {
    return new IOException("the store of shares: " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw fault(e);
    }
  }
}
