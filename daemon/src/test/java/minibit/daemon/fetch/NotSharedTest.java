package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import minibit.core.words.Sentence;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.share.ShareException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is whole is whole, whether the shares take it or not. */
@Timeout(60)
@ExtendWith(WithFetchingDaemon.class)
class NotSharedTest {
  private static ShareException full() {
    return new ShareException(
        ShareException.Code.TOO_MANY_SHARES, Sentence.plain("there are 4096 shares"));
  }

  private void assertWholeAndNotShared(TransferView view) {
    assertThat(view.state()).isEqualTo(TransferState.DONE);
    assertThat(view.problem().orElseThrow().code()).isEqualTo("not-shared");
    assertThat(view.problem().orElseThrow().message()).contains("4096 shares");
  }

  /** There is no room for a share more: it is done, and says why it is not shared. */
  @Test
  void aFetchedFileWithoutRoomIsDone(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("one more.bin", 300_000, 1);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.shares.refusals.add(full());

    daemon.fetches.get(file.unsigned(), GetOptions.USUAL.into(daemon.folder.resolve("out")));

    assertWholeAndNotShared(daemon.await(file.id(), TransferState.DONE));
    assertThat(file.isAt(daemon.folder.resolve("out/one more.bin"))).isTrue();
    assertThat(daemon.shares.held).isEmpty();
    daemon.restart();
    assertWholeAndNotShared(daemon.fetches.details(file.id()).transfer());
  }

  /** The same for a copy, and for a content without a byte. */
  @Test
  void aCopyWithoutRoomIsDone(FetchingDaemon daemon) throws Exception {
    KnownFile here = KnownFile.random("here.bin", 300_000, 2);
    daemon.shares.with(here.saveIn(daemon.folder.resolve("share")));
    KnownFile empty = KnownFile.of("empty.txt", new byte[0]);
    daemon.shares.refusals.add(full());
    daemon.fetches.get(here.unsigned(), GetOptions.USUAL.into(daemon.folder.resolve("out")));
    assertWholeAndNotShared(daemon.await(here.id(), TransferState.DONE));

    daemon.shares.refusals.add(full());
    daemon.fetches.get(empty.unsigned(), GetOptions.USUAL.into(daemon.folder.resolve("out")));
    assertWholeAndNotShared(daemon.await(empty.id(), TransferState.DONE));
  }

  /** A store of shares that is locked for a while is no reason: it is handed over again. */
  @Test
  void aFaultThatPassesIsTriedAgain(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("later.bin", 300_000, 3);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.shares.refusals.add(
        new ShareException(
            ShareException.Code.STORE_FAILED, Sentence.plain("the database is locked")));

    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);

    assertThat(daemon.await(file.id(), TransferState.DONE).problem()).isEmpty();
    assertThat(daemon.shares.contents).containsKey(file.root());
  }
}
