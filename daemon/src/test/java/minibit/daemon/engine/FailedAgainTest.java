package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.Metainfo.Version;
import minibit.daemon.disk.resume.ResumeLog;
import minibit.daemon.disk.resume.ResumeStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What failed and is resumed promises its end anew: who waits for it hears when it fails again. */
@Timeout(60)
class FailedAgainTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;

  /** A home that cannot be written. */
  private static final class Unwritable implements ResumeStore {
    private final AtomicInteger tries = new AtomicInteger();

    @Override
    public ResumeLog open(InfoHashes hashes, Path folder) throws IOException {
      throw new IOException("no journal at try " + tries.incrementAndGet());
    }

    @Override
    public void close() {}
  }

  @Test
  void whoWaitsForAResumedTorrentHearsThatItsJournalStillCannotBeOpened() throws Exception {
    Unwritable home = new Unwritable();
    try (Engine engine = Engine.open(TransferTest.local(), home)) {
      Torrent torrent =
          engine.add(
              TorrentSpec.of(SampleTorrent.single(Version.V1, 100_000, 77).metainfo(), folder));
      await().until(() -> torrent.completed().isCompletedExceptionally());

      torrent.resume();

      await().until(() -> home.tries.get() == 2);
      assertThat(torrent.completed())
          .failsWithin(SOON)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(TorrentException.class);
      assertThat(torrent.status().state()).isEqualTo(TorrentStatus.State.FAILED);
      assertThat(torrent.status().problem().orElseThrow().sentence().toString()).contains("try 2");
    }
  }
}
