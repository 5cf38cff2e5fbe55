package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.ChangeOutcome;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferChange;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.store.TransferStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The store of transfers cannot be written for a while, as on a full disk. */
@Timeout(90)
@ExtendWith(WithFetchingDaemon.class)
class LockedStoreTest {
  private static final int MIB = 1 << 20;

  private FetchingDaemon daemon;
  private KnownFile file;

  @BeforeEach
  void start(FetchingDaemon given) throws Exception {
    daemon = given;
    file = KnownFile.random("slow.bin", 16 * MIB, 1);
    daemon.holder(1, file, 2 * MIB);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> daemon.fetches.details(file.id()).transfer().done() > 0);
  }

  private Connection locked() throws Exception {
    Connection other =
        DriverManager.getConnection("jdbc:sqlite:" + daemon.folder.resolve("home/transfers.db"));
    try (Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
    return other;
  }

  /** A pause that cannot be written down is said, and holds: no torrent runs on unseen. */
  @Test
  void aPauseEndsTheTorrentAllTheSame() throws Exception {
    try (Connection _ = locked()) {
      assertThatThrownBy(() -> daemon.fetches.pause(file.id()))
          .isInstanceOfSatisfying(
              FetchException.class,
              e -> assertThat(e.code()).isEqualTo(FetchException.Code.STORE_FAILED));
      Awaitility.await().until(() -> daemon.engine.torrents().isEmpty());
    }
    assertThat(daemon.fetches.details(file.id()).transfer().state())
        .isEqualTo(TransferState.PAUSED);
    try (TransferStore store = TransferStore.open(daemon.folder.resolve("home/transfers.db"))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> store.transfers().getFirst().standing() == TransferRow.Standing.PAUSED);
    }

    daemon.fetches.remove(file.id(), true).get(10, TimeUnit.SECONDS);
    assertThat(daemon.fetches.list()).isEmpty();
  }

  /**
   * A removal that cannot be written down has not begun: neither its files nor its row are gone.
   */
  @Test
  void aRemovalHappensWholeOrNotAtAll() throws Exception {
    daemon.fetches.limit(file.id(), RateLimits.NONE);
    daemon.await(file.id(), TransferState.DONE);
    try (Connection _ = locked()) {
      assertThatThrownBy(() -> daemon.fetches.remove(file.id(), true))
          .isInstanceOfSatisfying(
              FetchException.class,
              e -> assertThat(e.code()).isEqualTo(FetchException.Code.STORE_FAILED));
      assertThat(daemon.fetches.change(List.of(file.id()), new TransferChange.Remove(true)).done())
          .isZero();
    }
    assertThat(file.isAt(daemon.folder.resolve("downloads/slow.bin"))).isTrue();
    assertThat(daemon.fetches.details(file.id()).transfer().state()).isEqualTo(TransferState.DONE);

    daemon.fetches.remove(file.id(), true).get(10, TimeUnit.SECONDS);
    assertThat(daemon.folder.resolve("downloads/slow.bin")).doesNotExist();
    daemon.restart();
    assertThat(daemon.fetches.list()).isEmpty();
  }

  /** Which files it made is written down later, so that they can be deleted with it. */
  @Test
  void itsFilesAreNotForgotten() throws Exception {
    try (Connection _ = locked()) {
      assertThatThrownBy(() -> daemon.fetches.pause(file.id())).isInstanceOf(FetchException.class);
      Awaitility.await().until(() -> daemon.engine.torrents().isEmpty());
    }
    try (TransferStore store = TransferStore.open(daemon.folder.resolve("home/transfers.db"))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  store.own(file.id()).stream()
                      .flatMap(List::stream)
                      .anyMatch(own -> own.modified().isPresent()));
    }
  }

  /** Many changes wait for the store once, not one after the other, and all hold. */
  @Test
  void manyChangesWaitOnce() throws Exception {
    int many = 40;
    List<String> ids = new ArrayList<>(List.of(file.id()));
    for (int i = 1; i < many; i++) {
      KnownFile other = KnownFile.random("other-" + i, 1_000, i);
      daemon.fetches.get(other.unsigned(), GetOptions.USUAL);
      ids.add(other.id());
    }
    try (Connection _ = locked()) {
      long begin = System.nanoTime();
      ChangeOutcome outcome = daemon.fetches.change(ids, new TransferChange.Pause());
      Duration took = Duration.ofNanos(System.nanoTime() - begin);

      // One by one they would take 80 s.
      assertThat(took).isLessThan(Duration.ofSeconds(15));
      assertThat(outcome.done()).isZero();
      assertThat(outcome.refused())
          .extracting(each -> each.why().sentence())
          .hasSize(many)
          .containsOnly(outcome.refused().getFirst().why().sentence());
      assertThat(daemon.fetches.list())
          .extracting(TransferView::state)
          .containsOnly(TransferState.PAUSED);
    }
    assertThat(daemon.fetches.change(ids, new TransferChange.Remove(false)).done()).isEqualTo(many);
    assertThat(daemon.fetches.list()).isEmpty();
  }

  /** What is written now and then is written later: the transfer goes on meanwhile. */
  @Test
  void aRunGoesOnWhileNothingCanBeWritten() throws Exception {
    try (Connection _ = locked()) {
      TimeUnit.SECONDS.sleep(7);
    }
    daemon.await(file.id(), TransferState.DONE);
    daemon.restart();
    assertThat(daemon.fetches.details(file.id()).transfer().state()).isEqualTo(TransferState.DONE);
  }
}
