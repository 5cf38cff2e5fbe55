package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import minibit.core.id.InfoHashes;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.store.Fetchable;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.store.TransferStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a member says of its files may be nonsense: no other's daemon suffers from it. */
@Timeout(60)
class AbsurdSizeTest {
  @TempDir Path folder;

  private FetchingDaemon daemon;

  @BeforeEach
  void start() throws Exception {
    daemon = FetchingDaemon.in(folder);
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
  }

  /** What nobody can share is not fetched, and nothing of it is kept. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 1L << 57, (16L << 40) + 1, -1})
  void anImpossibleSizeIsRefused(long size) throws Exception {
    FoundContent huge = KnownFile.random("huge.bin", 1000, 1).claimingSize(size);

    assertThatThrownBy(() -> daemon.fetches.get(huge, GetOptions.USUAL))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.TOO_LARGE));

    daemon.restart();
    assertThat(daemon.fetches.list()).isEmpty();
  }

  /** Of many contents those that are possible are fetched. */
  @Test
  void oneOfManyDoesNotStopTheOthers() throws Exception {
    KnownFile good = KnownFile.random("set good.bin", 300_000, 2);
    daemon.holder(1, good, RateLimits.UNLIMITED);
    daemon.group.knows(KnownFile.random("set huge.bin", 1000, 3).claimingSize(Long.MAX_VALUE));
    daemon.group.knows(good.unsigned());

    assertThat(daemon.fetches.getAll(SearchQuery.of("set"), GetOptions.USUAL, false).started())
        .containsExactly(good.id());
    daemon.await(good.id(), TransferState.DONE);
  }

  /** An earlier version may have kept one: it fails, and the others go on. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 1L << 57})
  void aKeptOneFailsAlone(long size) throws Exception {
    KnownFile huge = KnownFile.random("huge.bin", 1000, 4);
    KnownFile good = KnownFile.random("good.bin", 300_000, 5);
    try (TransferStore store = TransferStore.open(folder.resolve("home/transfers.db"))) {
      store.put(
          TransferRow.fresh(
              new Fetchable(
                  huge.id(),
                  new TransferRow.Origin.Content(huge.root(), new Signature.Unsigned()),
                  InfoHashes.hybrid(huge.unsigned().name().v1(), huge.unsigned().name().v2()),
                  huge.name(),
                  size),
              folder.resolve("downloads"),
              GetOptions.USUAL));
    }

    daemon.restart();
    daemon.holder(1, good, RateLimits.UNLIMITED);
    daemon.fetches.get(good.unsigned(), GetOptions.USUAL);

    TransferView failed = daemon.await(huge.id(), TransferState.FAILED);
    assertThat(failed.problem().orElseThrow().code()).isEqualTo("too-large");
    assertThat(daemon.fetches.pieces(huge.id(), 0).number()).isPositive();
    daemon.await(good.id(), TransferState.DONE);
  }

  /** A row that cannot be read is left out, and the daemon starts with the others. */
  @Test
  void aDamagedRowIsLeftOut() throws Exception {
    KnownFile good = KnownFile.random("good.bin", 1000, 6);
    daemon.fetches.get(good.unsigned(), GetOptions.USUAL.asPaused());
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/transfers.db"));
        PreparedStatement damage =
            other.prepareStatement("INSERT INTO transfer(id, facts) VALUES('damaged', ?)")) {
      damage.setBytes(1, "{no row".getBytes(StandardCharsets.UTF_8));
      damage.executeUpdate();
    }

    daemon.restart();

    assertThat(daemon.fetches.list()).extracting(TransferView::id).containsExactly(good.id());
  }
}
