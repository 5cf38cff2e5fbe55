package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import minibit.daemon.disk.HandleCache;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The disk under some torrents does not answer. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HungDiskTest {
  private static final int DISK_CAP = 16 << 20;
  private static final int SIZE = DISK_CAP + (4 << 20);

  @TempDir Path folder;

  /**
   * Neither the buffers, nor the threads, nor the open files are all theirs: another torrent is
   * fetched meanwhile, and they go on when the disk is back.
   */
  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "6,false"})
  void othersGoOn(int hanging, boolean inOpen) throws Exception {
    HungDisk disk = new HungDisk(hanging, inOpen);
    try (Engine seeder = Engine.open(TransferTest.local());
        Engine leecher =
            Engine.open(
                TransferTest.local().withDiskCap(DISK_CAP),
                new NoResume(),
                new HandleCache(10, disk))) {
      try {
        List<Torrent> hung = new ArrayList<>();
        for (int i = 0; i < hanging; i++) {
          hung.add(fetch(seeder, leecher, SampleTorrent.single(Version.V1, SIZE, 1 << 20, 50 + i)));
        }
        disk.awaitHanging();
        SampleTorrent other = SampleTorrent.single(Version.V1, SIZE, 1 << 20, 49);

        fetch(seeder, leecher, other).completed().get(30, TimeUnit.SECONDS);

        assertThat(other.isIn(folder.resolve("target"))).isTrue();
        assertThat(hung).noneMatch(torrent -> torrent.completed().isDone());
        disk.comeBack();
        for (Torrent torrent : hung) {
          torrent.completed().get(30, TimeUnit.SECONDS);
        }
      } finally {
        disk.comeBack();
      }
    }
  }

  private Torrent fetch(Engine seeder, Engine leecher, SampleTorrent sample) throws Exception {
    Path source = folder.resolve("source");
    sample.saveIn(source);
    seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(20, TimeUnit.SECONDS);
    return leecher.add(
        TorrentSpec.of(sample.metainfo(), folder.resolve("target"))
            .withPeers(List.of(TransferTest.addressOf(seeder))));
  }
}
