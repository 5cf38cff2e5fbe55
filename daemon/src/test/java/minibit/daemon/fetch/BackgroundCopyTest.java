package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.share.LocalContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A copy of what is here goes on in the background, and no longer than it is wanted. */
@Timeout(60)
@ExtendWith(WithFetchingDaemon.class)
class BackgroundCopyTest {
  private final CountDownLatch copied = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private FetchingDaemon daemon;
  private KnownFile file;

  /** It is copied whole, and stands still before it gets its name. */
  @BeforeEach
  void copy(FetchingDaemon given) throws Exception {
    daemon = given;
    file = KnownFile.random("here.bin", 300_000, 1);
    daemon.shares.with(file.saveIn(daemon.folder.resolve("share")));
    AtomicInteger looks = new AtomicInteger();
    daemon.shares.looks =
        content -> {
          // The first look is before the copy.
          if (looks.incrementAndGet() == 2) {
            copied.countDown();
            awaitAnyway(goOn);
          }
        };
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL.into(daemon.folder.resolve("elsewhere")));
    copied.await();
  }

  private static void awaitAnyway(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void end() {
    goOn.countDown();
  }

  /** Paused in the middle it stays paused, and is done after it is resumed. */
  @Test
  void aPauseEndsIt() {
    daemon.fetches.pause(file.id());
    goOn.countDown();

    await().until(() -> !daemon.fetches.isBusy());
    assertThat(daemon.fetches.details(file.id()).transfer().state())
        .isEqualTo(TransferState.PAUSED);
    assertThat(daemon.folder.resolve("elsewhere")).isEmptyDirectory();

    daemon.fetches.resume(file.id());
    daemon.await(file.id(), TransferState.DONE);
    assertThat(file.isAt(daemon.folder.resolve("elsewhere/here.bin"))).isTrue();
  }

  /** Removed in the middle nothing of it is left once that is done. */
  @Test
  void aRemovalEndsIt() throws Exception {
    CompletableFuture<Void> gone = daemon.fetches.remove(file.id(), true);
    goOn.countDown();
    gone.get(10, TimeUnit.SECONDS);

    await().until(() -> !daemon.fetches.isBusy());
    assertThat(daemon.folder.resolve("elsewhere")).isEmptyDirectory();
    assertThat(daemon.shares.held).isEmpty();
    assertThat(daemon.shares.contents.values())
        .extracting(LocalContent::file)
        .containsExactly(daemon.folder.resolve("share/here.bin"));
  }
}
