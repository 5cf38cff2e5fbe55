package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.words.Sentence;
import minibit.daemon.disk.HandleCache;
import minibit.daemon.disk.resume.JournalStore;
import minibit.daemon.engine.TorrentStatus.State;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk becomes full during a download, and room is made. */
@Timeout(60)
class DiskFullTest {
  private static final int SIZE = 4_000_000;

  @TempDir Path folder;

  /** It stops with a word that says why, and goes on where it was when there is room again. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void aDownloadStopsAndGoesOn(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.single(version, SIZE, 41);
    Path source = folder.resolve("source");
    Path target = folder.resolve("target");
    sample.saveIn(source);
    SmallDisk disk = new SmallDisk(SIZE / 2);
    try (Engine seeder = Engine.open(TransferTest.local());
        Engine leecher =
            Engine.open(
                TransferTest.local(),
                new JournalStore(folder.resolve("home")),
                new HandleCache(10, disk))) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
      Torrent download =
          leecher.add(
              TorrentSpec.of(sample.metainfo(), target)
                  .withPeers(List.of(TransferTest.addressOf(seeder))));

      assertThatThrownBy(() -> download.completed().get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TorrentException.class);
      TorrentStatus stopped = download.status();
      assertThat(stopped.state()).isEqualTo(State.FAILED);
      assertThat(stopped.problem())
          .contains(
              new TorrentStatus.Problem("disk-full", Sentence.plain("No space left on device")));
      await().until(() -> leecher.status().connections() == 0);

      disk.makeRoom(10L * SIZE);
      long before = download.status().downloaded();
      download.resume();
      download.completed().get(20, TimeUnit.SECONDS);

      assertThat(sample.isIn(target)).isTrue();
      // At least a third was verified before the disk was full, and is not fetched again.
      assertThat(download.status().downloaded() - before).isLessThan(SIZE * 2L / 3);
    }
  }
}
