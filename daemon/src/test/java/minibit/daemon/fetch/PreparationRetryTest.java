package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A fault of the shares while a transfer is prepared passes, and it is tried again. */
@Timeout(60)
@ExtendWith(WithFetchingDaemon.class)
class PreparationRetryTest {
  /** It says why it waits, gives its turn to others, and is done in the end. */
  @Test
  void aLookThatFailsIsTriedAgain(FetchingDaemon daemon) throws Exception {
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
  void aPathThatCannotBeHeldIsTriedAgain(FetchingDaemon daemon) throws Exception {
    KnownFile here = KnownFile.random("here.bin", 300_000, 2);
    daemon.shares.with(here.saveIn(daemon.folder.resolve("share")));
    daemon.shares.failingHolds.set(1);
    daemon.fetches.get(here.unsigned(), GetOptions.USUAL.into(daemon.folder.resolve("elsewhere")));
    daemon.await(here.id(), TransferState.DONE);

    KnownFile file = KnownFile.random("a.bin", 300_000, 3);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.shares.failingHolds.set(1);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    daemon.await(file.id(), TransferState.DONE);

    assertThat(here.isAt(daemon.folder.resolve("elsewhere/here.bin"))).isTrue();
    assertThat(file.isAt(daemon.folder.resolve("downloads/a.bin"))).isTrue();
  }
}
