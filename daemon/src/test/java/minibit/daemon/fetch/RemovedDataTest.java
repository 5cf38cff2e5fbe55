package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.store.TransferStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Removing a transfer with its data deletes what it made, and nothing that only has its name. */
@Timeout(60)
@ExtendWith(WithFetchingDaemon.class)
class RemovedDataTest {
  private static final int MIB = 1 << 20;
  private static final String MINE = "the user's own report";

  private FetchingDaemon daemon;
  private Path place;

  @BeforeEach
  void start(FetchingDaemon given) throws Exception {
    daemon = given;
    place = Files.createDirectories(daemon.folder.resolve("downloads")).resolve("report.pdf");
  }

  private void remove(KnownFile file) throws Exception {
    daemon.fetches.remove(file.id(), true).get(20, TimeUnit.SECONDS);
  }

  private void fetch(KnownFile file) throws Exception {
    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    daemon.await(file.id(), TransferState.DONE);
  }

  /** It waits for a holder and has written nothing: what came to its place is not its own. */
  @Test
  void whatTheUserPutThereStays() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", MIB, 1);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> daemon.shares.held.contains(place));
    Files.writeString(place, MINE);

    remove(file);

    assertThat(place).hasContent(MINE);
  }

  /** It was refused because of the user's file: that is the last reason to delete it. */
  @Test
  void whatStoodInTheWayStays() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", MIB, 2);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> daemon.shares.held.contains(place));
    Files.writeString(place, MINE);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.group.tell(file.root());
    daemon.await(file.id(), TransferState.FAILED);

    remove(file);

    assertThat(place).hasContent(MINE);
  }

  /** The fetched file is long gone, and the user saved another under its name. */
  @Test
  void aLaterFileOfTheNameStays() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", MIB, 3);
    fetch(file);
    Files.delete(place);
    Files.write(place, new byte[MIB]);

    daemon.restart();
    remove(file);

    assertThat(place).hasBinaryContent(new byte[MIB]);
  }

  /** What is as it was left is deleted, also after a restart. */
  @Test
  void whatWasFetchedIsDeleted() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", MIB, 4);
    fetch(file);

    daemon.restart();
    remove(file);

    assertThat(place).doesNotExist();
  }

  /** A begun file is its own, too, while nobody else touched it. */
  @Test
  void aBegunFileIsDeleted() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", 4 * MIB, 5);
    daemon.holder(1, file, MIB);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> daemon.fetches.details(file.id()).transfer().done() > 0);
    daemon.fetches.pause(file.id());
    Awaitility.await().until(() -> daemon.engine.torrents().isEmpty());
    assertThat(place).exists();

    remove(file);

    assertThat(place).doesNotExist();
  }

  /** The daemon was killed between the word and the deed: the next start does it. */
  @Test
  void aRestartDeletesWhatWasToBeDeleted() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", MIB, 8);
    fetch(file);

    daemon.restart(store -> store.depart(store.transfers().getFirst(), true));

    assertThat(daemon.fetches.list()).isEmpty();
    Awaitility.await().until(() -> !Files.exists(place));
    try (TransferStore store = TransferStore.open(daemon.folder.resolve("home/transfers.db"))) {
      Awaitility.await().until(() -> store.departures().isEmpty());
    }
  }

  /** The same for a begun file that stays: it is not whole, and its place is let go. */
  @Test
  void aRestartLetsGoOfWhatWasRemoved() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", 4 * MIB, 9);
    daemon.holder(1, file, MIB);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> daemon.fetches.details(file.id()).transfer().done() > 0);
    daemon.fetches.pause(file.id());
    Awaitility.await().until(() -> daemon.engine.torrents().isEmpty());
    assertThat(daemon.shares.held).containsExactly(place);

    daemon.restart(store -> store.depart(store.transfers().getFirst(), false));

    Awaitility.await().until(() -> daemon.shares.held.isEmpty());
    assertThat(place).exists();
    assertThat(daemon.shares.begunFiles).containsExactly(place);
  }

  /** Earlier versions noted nothing: what is whole and has its length was plainly fetched. */
  @Test
  void rowsOfEarlierVersionsAreJudgedByTheirLength() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", MIB, 6);
    KnownFile other = KnownFile.random("other.pdf", MIB, 7);
    fetch(file);
    daemon.holder(2, other, RateLimits.UNLIMITED);
    daemon.fetches.get(other.unsigned(), GetOptions.USUAL);
    daemon.await(other.id(), TransferState.DONE);
    Files.writeString(place, MINE);
    try (Connection store =
            DriverManager.getConnection(
                "jdbc:sqlite:" + daemon.folder.resolve("home/transfers.db"));
        Statement statement = store.createStatement()) {
      statement.execute("DROP TABLE own");
    }

    daemon.restart();
    remove(file);
    remove(other);

    assertThat(place).hasContent(MINE);
    assertThat(daemon.folder.resolve("downloads/other.pdf")).doesNotExist();
  }
}
