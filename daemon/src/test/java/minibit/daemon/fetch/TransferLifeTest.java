package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferDetails;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A transfer is found by its id, paused, resumed, removed, and goes on after a restart. */
@Timeout(60)
@ExtendWith(WithFetchingDaemon.class)
class TransferLifeTest {
  private static final int MIB = 1 << 20;

  /** Paused is silent, resumed goes on, removed with its data leaves nothing. */
  @Test
  void pausedResumedRemoved(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("life.bin", 3 * MIB, 14);
    daemon.holder(1, file, MIB);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> daemon.fetches.details(file.id()).transfer().done() > 0);

    assertThat(daemon.fetches.pause(file.id().substring(0, 10)).state())
        .isEqualTo(TransferState.PAUSED);
    Awaitility.await().until(() -> daemon.engine.torrents().isEmpty());
    assertThat(daemon.group.reports.getLast().pieces()).isEmpty();
    long before = daemon.fetches.details("life.bin").transfer().done();
    assertThat(before).isPositive();

    daemon.fetches.resume(file.id());
    Awaitility.await().until(() -> daemon.fetches.details(file.id()).transfer().done() > before);
    daemon.fetches.remove(file.id(), true).get(10, TimeUnit.SECONDS);

    assertThat(daemon.folder.resolve("downloads")).isEmptyDirectory();
    assertThat(daemon.fetches.list()).isEmpty();
    assertThat(daemon.shares.held).isEmpty();
  }

  /** What was fetched before a restart is not fetched again. */
  @Test
  void aRestartGoesOn(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("long.bin", 6 * MIB, 3);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.fetches.get(
        file.unsigned(), GetOptions.USUAL.limits(new RateLimits(RateLimits.UNLIMITED, 2L * MIB)));
    Awaitility.await().until(() -> daemon.fetches.details(file.id()).transfer().done() > 2 * MIB);

    daemon.restart();
    daemon.fetches.limit(file.id(), RateLimits.NONE);

    TransferView done = daemon.await(file.id(), TransferState.DONE);
    assertThat(file.isAt(daemon.folder.resolve("downloads/long.bin"))).isTrue();
    // What came in the last moment before the end is not counted.
    assertThat(done.downloaded()).isBetween(5L * MIB, 7L * MIB);
  }

  /** Whoever gave is still shown when all are gone and the daemon was restarted. */
  @Test
  void theTableOfPeersOutlivesThem(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("kept.bin", MIB, 2);
    Engine holder = daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    daemon.await(file.id(), TransferState.DONE);

    holder.close();
    Awaitility.await().until(() -> daemon.engine.torrents().isEmpty());
    daemon.restart();

    TransferDetails details = daemon.fetches.details(file.id());
    assertThat(details.transfer().state()).isEqualTo(TransferState.DONE);
    assertThat(details.peers()).hasSize(1);
    assertThat(details.peers().getFirst().downloaded()).isGreaterThanOrEqualTo(MIB);
    assertThat(details.peers().getFirst().member()).contains("member1");
    assertThat(details.peers().getFirst().connected()).isFalse();
  }

  /** The limits of all together are kept over restarts. */
  @Test
  void limitsAreKept(FetchingDaemon daemon) throws Exception {
    daemon.fetches.setLimits(new RateLimits(1000, 2000));
    daemon.restart();
    assertThat(daemon.fetches.limits()).isEqualTo(new RateLimits(1000, 2000));
  }

  /** Ids may be shortened as long as they mean one transfer only. */
  @Test
  void ambiguousIdsAreRefused(FetchingDaemon daemon) {
    KnownFile one = KnownFile.random("same name", 1000, 60);
    KnownFile two = KnownFile.random("same name", 1000, 61);
    daemon.fetches.get(one.unsigned(), GetOptions.USUAL.asPaused());
    daemon.fetches.get(two.unsigned(), GetOptions.USUAL.asPaused());

    assertThatThrownBy(() -> daemon.fetches.details("same name"))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.candidates()).containsExactly(one.id(), two.id()));
    assertThatThrownBy(() -> daemon.fetches.details("no such thing"))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.NOT_FOUND));
  }
}
