package minibit.daemon.disk.resume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.words.Sentence;
import minibit.daemon.disk.FileStamp;
import minibit.daemon.disk.StorageException;

/**
 * Resume data of a daemon's torrents in one SQLite file. One process has it; facts are written
 * through at once, in a write-ahead log that survives the process's death.
 */
public final class SqliteStore implements ResumeStore {
  private static final int VERIFIED = 1;
  private static final int BEGUN = 0;

  private final Connection database;
  private final Set<String> open = new HashSet<>();

  private SqliteStore(Connection database) {
    this.database = database;
  }

  /** Opens or makes the file. */
  public static SqliteStore open(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      SqliteStore store = new SqliteStore(DriverManager.getConnection("jdbc:sqlite:" + file));
      store.create();
      return store;
    } catch (SQLException e) {
      throw new IOException("resume data " + file + ": " + e.getMessage(), e);
    }
  }

  private void create() throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=NORMAL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS torrent("
              + "id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, info BLOB, stamps BLOB,"
              + " written INTEGER NOT NULL)");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS piece("
              + "torrent INTEGER NOT NULL, number INTEGER NOT NULL, state INTEGER NOT NULL,"
              + " PRIMARY KEY(torrent, number)) WITHOUT ROWID");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS layer("
              + "torrent INTEGER NOT NULL, root BLOB NOT NULL, hashes BLOB NOT NULL,"
              + " PRIMARY KEY(torrent, root))");
    }
  }

  @Override
  public synchronized ResumeLog open(InfoHashes hashes, Path folder) throws IOException {
    String name = hashes.best().hex() + " " + folder.toAbsolutePath().normalize();
    if (!open.add(name)) {
      throw new StorageException(
          StorageException.Code.IN_USE,
          Sentence.of("run-elsewhere", "this torrent is already being run in {0}", folder));
    }
    try {
      update("INSERT OR IGNORE INTO torrent(name, written) VALUES(?, 0)", name);
      return new Log(name, read(name));
    } catch (SQLException e) {
      open.remove(name);
      throw fault(e);
    }
  }

  private record Row(long id, ResumeState state) {}

  private Row read(String name) throws SQLException {
    try (PreparedStatement query =
        database.prepareStatement("SELECT id, info, stamps, written FROM torrent WHERE name = ?")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        long id = row.getLong(1);
        byte[] info = row.getBytes(2);
        byte[] stamps = row.getBytes(3);
        long written = row.getLong(4);
        BitSet verified = pieces(id, VERIFIED);
        BitSet begun = pieces(id, BEGUN);
        boolean known = written > 0;
        return new Row(
            id,
            new ResumeState(
                known,
                verified,
                begun,
                Optional.ofNullable(info),
                layers(id),
                Optional.ofNullable(stamps).map(SqliteStore::unpack),
                written,
                true));
      }
    }
  }

  private BitSet pieces(long torrent, int state) throws SQLException {
    BitSet pieces = new BitSet();
    try (PreparedStatement query =
        database.prepareStatement("SELECT number FROM piece WHERE torrent = ? AND state = ?")) {
      query.setLong(1, torrent);
      query.setInt(2, state);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          pieces.set(rows.getInt(1));
        }
      }
    }
    return pieces;
  }

  private Map<PiecesRoot, byte[]> layers(long torrent) throws SQLException {
    Map<PiecesRoot, byte[]> layers = new HashMap<>();
    try (PreparedStatement query =
        database.prepareStatement("SELECT root, hashes FROM layer WHERE torrent = ?")) {
      query.setLong(1, torrent);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          layers.put(PiecesRoot.of(rows.getBytes(1)), rows.getBytes(2));
        }
      }
    }
    return layers;
  }

  private void update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static byte[] pack(List<FileStamp> stamps) {
    ByteBuffer bytes = ByteBuffer.allocate(stamps.size() * 20);
    stamps.forEach(s -> bytes.putInt(s.file()).putLong(s.size()).putLong(s.modified()));
    return bytes.array();
  }

  private static List<FileStamp> unpack(byte[] packed) {
    ByteBuffer bytes = ByteBuffer.wrap(packed);
    List<FileStamp> stamps = new ArrayList<>();
    while (bytes.remaining() >= 20) {
      stamps.add(new FileStamp(bytes.getInt(), bytes.getLong(), bytes.getLong()));
    }
    return stamps;
  }

  private static IOException fault(SQLException e) {
    return new IOException("resume data: " + e.getMessage(), e);
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      database.close();
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  /** One torrent's rows. */
  private final class Log implements ResumeLog {
    private final String name;
    private final Row row;
    private volatile boolean rested;
    private volatile boolean discarded;
    private boolean closed;

    Log(String name, Row row) {
      this.name = name;
      this.row = row;
    }

    @Override
    public ResumeState state() {
      return row.state();
    }

    @Override
    public void begun(int piece) throws IOException {
      put(piece, BEGUN);
    }

    @Override
    public void verified(int piece) throws IOException {
      put(piece, VERIFIED);
    }

    private void put(int piece, int state) throws IOException {
      write("INSERT OR REPLACE INTO piece VALUES(?, ?, ?)", row.id(), piece, state);
    }

    @Override
    public void forgotten(int piece) throws IOException {
      write("DELETE FROM piece WHERE torrent = ? AND number = ?", row.id(), piece);
    }

    @Override
    public void info(byte[] info) throws IOException {
      write("UPDATE torrent SET info = ? WHERE id = ?", info, row.id());
    }

    @Override
    public void layer(PiecesRoot root, byte[] layer) throws IOException {
      write("INSERT OR REPLACE INTO layer VALUES(?, ?, ?)", row.id(), root.toBytes(), layer);
    }

    @Override
    public void rest(List<FileStamp> stamps) throws IOException {
      rested = true;
      write("UPDATE torrent SET stamps = ? WHERE id = ?", pack(stamps), row.id());
    }

    private void write(String sql, Object... values) throws IOException {
      synchronized (SqliteStore.this) {
        if (closed) {
          return;
        }
        try {
          update(sql, values);
          touch();
        } catch (SQLException e) {
          throw fault(e);
        }
      }
    }

    /** The time of the last entry; what lay at rest no longer does once something is written. */
    private void touch() throws SQLException {
      Instant now = Instant.now();
      update(
          rested || row.state().rested().isEmpty()
              ? "UPDATE torrent SET written = ? WHERE id = ?"
              : "UPDATE torrent SET written = ?, stamps = NULL WHERE id = ?",
          now.getEpochSecond() * 1_000_000_000L + now.getNano(),
          row.id());
    }

    @Override
    public void discard() {
      discarded = true;
    }

    @Override
    public void close() throws IOException {
      synchronized (SqliteStore.this) {
        if (closed) {
          return;
        }
        if (discarded) {
          write("DELETE FROM piece WHERE torrent = ?", row.id());
          write("DELETE FROM layer WHERE torrent = ?", row.id());
          write("DELETE FROM torrent WHERE id = ?", row.id());
        }
        closed = true;
        open.remove(name);
      }
    }
  }
}
