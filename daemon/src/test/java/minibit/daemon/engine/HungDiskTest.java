package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import minibit.daemon.disk.HandleCache;
import minibit.daemon.engine.device.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device does not answer: torrents on another go on, and those on it when it is back. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HungDiskTest {
  private static final int DISK_CAP = 16 << 20;
  private static final int SIZE = DISK_CAP + (4 << 20);
  private static final int MANY = 40;
  private static final int SMALL = 1 << 20;
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @TempDir Path folder;

  /** Neither the buffers, nor the threads, nor the open files are all theirs. */
  @ParameterizedTest
  @CsvSource({"OPEN", "WRITE"})
  void anotherIsFetched(HungDisk.In in) throws Exception {
    fetchBeside(1, SIZE, new HungDisk(1, 1, in));
  }

  /** The first hold all threads of their device, and the others wait behind them. */
  @Test
  void anotherIsFetchedBesideForty() throws Exception {
    fetchBeside(
        MANY, SMALL, new HungDisk(Device.DISK_THREADS, Device.DISK_THREADS, HungDisk.In.WRITE));
  }

  private void fetchBeside(int hanging, int size, HungDisk disk) throws Exception {
    disk.goes();
    try (Engine seeder = Engine.open(TransferTest.local());
        Engine leecher = engine(disk)) {
      try {
        List<Torrent> hung = new ArrayList<>();
        for (int i = 0; i < hanging; i++) {
          hung.add(fetch(seeder, leecher, sample(size, i), "hung"));
        }
        disk.awaitHanging();
        SampleTorrent other = sample(SIZE, -1);

        fetch(seeder, leecher, other, "target").completed().get(30, TimeUnit.SECONDS);

        assertThat(other.isIn(folder.resolve("target"))).isTrue();
        assertThat(hung).noneMatch(torrent -> torrent.completed().isDone());
        assertThat(leecher.status().waitingForDisk()).isLessThanOrEqualTo(DISK_CAP);
        comesBack(disk, hung);
      } finally {
        disk.comeBack();
      }
    }
  }

  /** Files that cannot be read to be sent hold up none that can. */
  @Test
  void anotherIsServedBesideForty() throws Exception {
    HungDisk disk = new HungDisk(MANY, Device.DISK_THREADS, HungDisk.In.READ);
    try (Engine seeder = engine(disk);
        Engine leecher = Engine.open(TransferTest.local())) {
      try {
        List<SampleTorrent> samples = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
          samples.add(sample(SMALL, i));
          seed(seeder, samples.getLast(), "hung");
        }
        SampleTorrent other = sample(SIZE, -1);
        seed(seeder, other, "source");
        disk.goes();
        List<Torrent> hung = new ArrayList<>();
        for (SampleTorrent sample : samples) {
          hung.add(from(seeder, leecher, sample, "target"));
        }
        disk.awaitHanging();

        from(seeder, leecher, other, "target").completed().get(30, TimeUnit.SECONDS);

        assertThat(other.isIn(folder.resolve("target"))).isTrue();
        assertThat(hung).noneMatch(torrent -> torrent.completed().isDone());
        comesBack(disk, hung);
      } finally {
        disk.comeBack();
      }
    }
  }

  /** Checks that cannot be read stop neither checks of others nor what arrives. */
  @Test
  void othersAreCheckedAndFetchedBesideChecks() throws Exception {
    // One file has as many readers as there are cores; the others wait behind it.
    HungDisk disk = new HungDisk(1, CORES, HungDisk.In.READ).goes();
    try (Engine seeder = Engine.open(TransferTest.local());
        Engine leecher = engine(disk)) {
      try {
        List<Torrent> hung = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
          SampleTorrent sample = sample(SMALL, i);
          sample.saveIn(folder.resolve("hung"));
          hung.add(leecher.add(TorrentSpec.of(sample.metainfo(), folder.resolve("hung"))));
          disk.awaitHanging();
        }

        seed(leecher, sample(SIZE, -1), "target");
        fetch(seeder, leecher, sample(SIZE, -2), "target").completed().get(30, TimeUnit.SECONDS);

        assertThat(hung).noneMatch(torrent -> torrent.completed().isDone());
        comesBack(disk, hung);
      } finally {
        disk.comeBack();
      }
    }
  }

  /** An engine for which each folder is a device. */
  private static Engine engine(HungDisk disk) throws Exception {
    return Engine.open(
        TransferTest.local().withDiskCap(DISK_CAP),
        new NoResume(),
        new HandleCache(4 * MANY, disk),
        path -> path);
  }

  private static SampleTorrent sample(int size, int number) {
    return SampleTorrent.single(Version.V1, size, size == SMALL ? SMALL / 64 : SMALL, 50 + number);
  }

  private static void comesBack(HungDisk disk, List<Torrent> hung) throws Exception {
    disk.comeBack();
    for (Torrent torrent : hung) {
      torrent.completed().get(30, TimeUnit.SECONDS);
    }
  }

  private Torrent fetch(Engine seeder, Engine leecher, SampleTorrent sample, String into)
      throws Exception {
    seed(seeder, sample, "source");
    return from(seeder, leecher, sample, into);
  }

  private void seed(Engine seeder, SampleTorrent sample, String where) throws Exception {
    Path source = folder.resolve(where);
    sample.saveIn(source);
    seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(20, TimeUnit.SECONDS);
  }

  private Torrent from(Engine seeder, Engine leecher, SampleTorrent sample, String into) {
    return leecher.add(
        TorrentSpec.of(sample.metainfo(), folder.resolve(into))
            .withPeers(List.of(TransferTest.addressOf(seeder))));
  }
}
