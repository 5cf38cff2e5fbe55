package minibit.daemon.fetch.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of removed transfers. Only the owner's thread. */
final class Departures {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

  private final TransferDatabase database;

  Departures(TransferDatabase database) {
    this.database = database;
  }

  void create() throws SQLException {
    database.execute(
        "CREATE TABLE IF NOT EXISTS departure("
            + "number INTEGER PRIMARY KEY, facts BLOB NOT NULL, data INTEGER NOT NULL,"
            + " noted INTEGER NOT NULL)",
        "CREATE TABLE IF NOT EXISTS departing("
            + "departure INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,"
            + " modified INTEGER, inode INTEGER NOT NULL,"
            + " PRIMARY KEY(departure, path)) WITHOUT ROWID");
  }

  Departure add(TransferRow row, boolean data, Optional<List<OwnFile>> own) {
    long number =
        database.insert(
            "INSERT INTO departure(facts, data, noted) VALUES(?, ?, ?)",
            StoredJson.bytes(row),
            data ? 1 : 0,
            own.isPresent() ? 1 : 0);
    for (OwnFile file : own.orElse(List.of())) {
      database.update(
          "INSERT INTO departing VALUES(?, ?, ?, ?, ?)",
          number,
          file.path(),
          file.size(),
          file.modified().orElse(null),
          file.inode());
    }
    return new Departure(number, row, data, own);
  }

  List<Departure> all() {
    return database
        .query(
            "SELECT number, facts, data, noted FROM departure ORDER BY number",
            row ->
                readable(row.getLong(1), row.getBytes(2), row.getInt(3) != 0, row.getInt(4) != 0))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Departure> readable(long number, byte[] facts, boolean data, boolean noted) {
    try {
      Optional<List<OwnFile>> own = noted ? Optional.of(own(number)) : Optional.empty();
      return Optional.of(new Departure(number, StoredJson.row(facts), data, own));
    } catch (RuntimeException e) {
      LOG.warn("a removed transfer is kept in a form that cannot be read, and left out", e);
      return Optional.empty();
    }
  }

  private List<OwnFile> own(long number) {
    return database.query(
        "SELECT path, size, modified, inode FROM departing WHERE departure = ?",
        TransferStore::ownFile,
        number);
  }

  void forget(Departure departure) {
    database.atOnce(
        () -> {
          database.update("DELETE FROM departing WHERE departure = ?", departure.number());
          database.update("DELETE FROM departure WHERE number = ?", departure.number());
        });
  }
}
