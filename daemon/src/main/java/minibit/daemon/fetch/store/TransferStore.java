package minibit.daemon.fetch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.words.Sentence;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.FollowedQuery;
import minibit.daemon.fetch.model.PeerView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfers, their peers and followed queries in one SQLite file. Each change is written through
 * before it counts, in a write-ahead log that outlives the process. Only the owner's thread.
 */
public final class TransferStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TransferStore.class);

  private static final String LIMIT_UP = "limit-up";
  private static final String LIMIT_DOWN = "limit-down";

  private final TransferDatabase database;
  private final Departures departures;

  private TransferStore(TransferDatabase database) {
    this.database = database;
    this.departures = new Departures(database);
  }

  /** Opens or makes the file; {@link FetchException} if that cannot be. */
  public static TransferStore open(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      TransferStore store = new TransferStore(TransferDatabase.open(file));
      store.create();
      return store;
    } catch (SQLException | IOException e) {
      throw new FetchException(
          FetchException.Code.STORE_FAILED,
          Sentence.of("transfers-store", "transfers {0}: {1}", file, e.getMessage()),
          e);
    }
  }

  private void create() throws SQLException {
    boolean knowsOwn =
        !database
            .query("SELECT 1 FROM sqlite_master WHERE name = 'own'", row -> row.getInt(1))
            .isEmpty();
    database.execute(
        "CREATE TABLE IF NOT EXISTS transfer("
            + "number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, facts BLOB NOT NULL)",
        "CREATE TABLE IF NOT EXISTS peer("
            + "transfer TEXT NOT NULL, id TEXT NOT NULL, address TEXT NOT NULL, member TEXT,"
            + " client TEXT NOT NULL, down INTEGER NOT NULL, up INTEGER NOT NULL,"
            + " PRIMARY KEY(transfer, id)) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS following(id TEXT PRIMARY KEY, facts BLOB NOT NULL)",
        "CREATE TABLE IF NOT EXISTS declined(root TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS setting(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS unnoted(transfer TEXT PRIMARY KEY)");
    if (!knowsOwn) {
      database.execute(
          "INSERT OR IGNORE INTO unnoted SELECT id FROM transfer",
          "CREATE TABLE own("
              + "transfer TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,"
              + " modified INTEGER, inode INTEGER NOT NULL,"
              + " PRIMARY KEY(transfer, path)) WITHOUT ROWID");
    }
    departures.create();
  }

  /** All transfers that can be read, in the order they were added. */
  public List<TransferRow> transfers() {
    return database
        .query(
            "SELECT id, facts FROM transfer ORDER BY number",
            row -> readable(row.getString(1), row.getBytes(2)))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** One row that is damaged must not take all the others along. */
  private static Optional<TransferRow> readable(String id, byte[] facts) {
    try {
      return Optional.of(StoredJson.row(facts));
    } catch (RuntimeException e) {
      LOG.warn("the transfer {} is kept in a form that cannot be read, and left out", id, e);
      return Optional.empty();
    }
  }

  /** Adds a transfer or replaces what is known of it. */
  public void put(TransferRow row) {
    database.update(
        "INSERT INTO transfer(id, facts) VALUES(?, ?)"
            + " ON CONFLICT(id) DO UPDATE SET facts = excluded.facts",
        row.id(),
        StoredJson.bytes(row));
  }

  /** Adds many at once. */
  public void putAll(List<TransferRow> rows) {
    atOnce(() -> rows.forEach(this::put));
  }

  /** Forgets a transfer and its peers. */
  public void remove(String id) {
    atOnce(
        () -> {
          database.update("DELETE FROM peer WHERE transfer = ?", id);
          database.update("DELETE FROM own WHERE transfer = ?", id);
          database.update("DELETE FROM unnoted WHERE transfer = ?", id);
          database.update("DELETE FROM transfer WHERE id = ?", id);
        });
  }

  /**
   * Forgets a transfer and its peers, and remembers that its files are still to be dealt with.
   *
   * @param data whether they are to be deleted
   */
  public Departure depart(TransferRow row, boolean data) {
    Optional<List<OwnFile>> own = own(row.id());
    List<Departure> noted = new ArrayList<>();
    atOnce(
        () -> {
          remove(row.id());
          noted.add(departures.add(row, data, own));
        });
    return noted.getFirst();
  }

  /** Removed transfers whose files an earlier run did not get to. */
  public List<Departure> departures() {
    return departures.all();
  }

  /** The files of a removed transfer are dealt with. */
  public void forget(Departure departure) {
    departures.forget(departure);
  }

  /**
   * All of these changes or none, whatever is thrown; what is called within takes part, and is
   * taken back alone if it fails alone. Not for several threads.
   */
  public void atOnce(Runnable changes) {
    database.atOnce(changes);
  }

  /** The peers of a transfer's earlier runs, by peer id. */
  public Map<String, PeerView> peers(String transfer) {
    Map<String, PeerView> peers = new LinkedHashMap<>();
    database.query(
        "SELECT id, address, member, client, down, up FROM peer WHERE transfer = ?",
        row ->
            peers.put(
                row.getString(1),
                PeerView.gone(
                    row.getString(2),
                    Optional.ofNullable(row.getString(3)),
                    row.getString(4),
                    row.getLong(5),
                    row.getLong(6))),
        transfer);
    return peers;
  }

  /** Replaces the peers of a transfer. */
  public void putPeers(String transfer, Map<String, PeerView> peers) {
    atOnce(
        () -> {
          database.update("DELETE FROM peer WHERE transfer = ?", transfer);
          peers.forEach(
              (id, peer) ->
                  database.update(
                      "INSERT INTO peer VALUES(?, ?, ?, ?, ?, ?, ?)",
                      transfer,
                      id,
                      peer.address(),
                      peer.member().orElse(null),
                      peer.client(),
                      peer.downloaded(),
                      peer.uploaded()));
        });
  }

  /** The files a transfer made; empty: an earlier version made some, and noted none. */
  public Optional<List<OwnFile>> own(String transfer) {
    List<OwnFile> own =
        database.query(
            "SELECT path, size, modified, inode FROM own WHERE transfer = ?",
            TransferStore::ownFile,
            transfer);
    boolean unnoted =
        !database
            .query("SELECT 1 FROM unnoted WHERE transfer = ?", row -> row.getInt(1), transfer)
            .isEmpty();
    return own.isEmpty() && unnoted ? Optional.empty() : Optional.of(own);
  }

  /** Of path, size, time and inode. */
  static OwnFile ownFile(ResultSet row) throws SQLException {
    long modified = row.getLong(3);
    boolean settled = !row.wasNull();
    return new OwnFile(
        row.getString(1),
        row.getLong(2),
        settled ? Optional.of(modified) : Optional.empty(),
        row.getLong(4));
  }

  /** Replaces what is known of the files a transfer made. */
  public void putOwn(String transfer, List<OwnFile> files) {
    atOnce(
        () -> {
          database.update("DELETE FROM own WHERE transfer = ?", transfer);
          files.forEach(
              file ->
                  database.update(
                      "INSERT INTO own VALUES(?, ?, ?, ?, ?)",
                      transfer,
                      file.path(),
                      file.size(),
                      file.modified().orElse(null),
                      file.inode()));
        });
  }

  /** All followed queries. */
  public List<FollowedQuery> followings() {
    return database.query(
        "SELECT facts FROM following", row -> StoredJson.following(row.getBytes(1)));
  }

  /** Adds a followed query or replaces what is known of it. */
  public void put(FollowedQuery following) {
    database.update(
        "INSERT OR REPLACE INTO following VALUES(?, ?)",
        following.id(),
        StoredJson.bytes(following));
  }

  /** Forgets a followed query. */
  public void removeFollowing(String id) {
    database.update("DELETE FROM following WHERE id = ?", id);
  }

  /** Contents the user removed: a followed query leaves them out. */
  public List<String> declined() {
    return database.query("SELECT root FROM declined", row -> row.getString(1));
  }

  /** The user removed this content. */
  public void decline(String root) {
    database.update("INSERT OR IGNORE INTO declined VALUES(?)", root);
  }

  /** The user asked for this content again. */
  public void undecline(String root) {
    database.update("DELETE FROM declined WHERE root = ?", root);
  }

  /** The limits of all transfers together. */
  public RateLimits limits() {
    return new RateLimits(setting(LIMIT_UP), setting(LIMIT_DOWN));
  }

  private long setting(String name) {
    List<Long> found =
        database.query("SELECT value FROM setting WHERE name = ?", row -> row.getLong(1), name);
    return found.isEmpty() ? RateLimits.UNLIMITED : Math.max(1, found.getFirst());
  }

  /** Replaces these limits. */
  public void putLimits(RateLimits limits) {
    database.update("INSERT OR REPLACE INTO setting VALUES(?, ?)", LIMIT_UP, limits.up());
    database.update("INSERT OR REPLACE INTO setting VALUES(?, ?)", LIMIT_DOWN, limits.down());
  }

  @Override
  public void close() {
    database.close();
  }
}
