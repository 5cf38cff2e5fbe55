package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fault of the shares while a transfer is prepared passes, and it is tried again. */
@Timeout(60)
class PreparationRetryTest {
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

  /** It says why it waits, gives its turn to others, and is done in the end. */
  @Test
  void aLookThatFailsIsTriedAgain() throws Exception {
    KnownFile file = KnownFile.random("a.bin", 300_000, 1);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.shares.failingLooks.set(1);

    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);

    Awaitility.await()
        .until(() -> daemon.fetches.details(file.id()).transfer().problem().isPresent());
    assertThat(daemon.fetches.details(file.id()).transfer().problem().orElseThrow().code())
        .isEqualTo("store-failed");
    Awaitility.await().until(() -> !daemon.fetches.isBusy());
    assertThat(daemon.await(file.id(), TransferState.DONE).problem()).isEmpty();
  }

  /** The same before a copy of what is here, and before a torrent runs. */
  @Test
  void aPathThatCannotBeHeldIsTriedAgain() throws Exception {
    KnownFile here = KnownFile.random("here.bin", 300_000, 2);
    daemon.shares.with(here.saveIn(folder.resolve("share")));
    daemon.shares.failingHolds.set(1);
    daemon.fetches.get(here.unsigned(), GetOptions.USUAL.into(folder.resolve("elsewhere")));
    daemon.await(here.id(), TransferState.DONE);

    KnownFile file = KnownFile.random("a.bin", 300_000, 3);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.shares.failingHolds.set(1);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    daemon.await(file.id(), TransferState.DONE);

    assertThat(here.isAt(folder.resolve("elsewhere/here.bin"))).isTrue();
    assertThat(file.isAt(folder.resolve("downloads/a.bin"))).isTrue();
  }
}
