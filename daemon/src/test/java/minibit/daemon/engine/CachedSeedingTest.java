package minibit.daemon.engine;

import static minibit.daemon.engine.TransferTest.addressOf;
import static minibit.daemon.engine.TransferTest.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.piece.Block;
import minibit.daemon.cache.BlockCache;
import minibit.daemon.cache.CacheStats;
import minibit.daemon.disk.HandleCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A seeder on a slow disk reads what many want once. */
@Timeout(30)
class CachedSeedingTest {
  private static final int SIZE = 1_500_001;

  /** Bytes of memory that it fills: whole blocks. */
  private static final int KEPT = (SIZE + Block.SIZE - 1) / Block.SIZE * Block.SIZE;

  @TempDir Path folder;

  private final SlowDisk disk = new SlowDisk(Duration.ofMillis(5));

  private Engine seeder(long cache) throws Exception {
    return Engine.open(local().withCacheSize(cache), new NoResume(), new HandleCache(50, disk));
  }

  private Path target(int number) {
    return folder.resolve("target-" + number);
  }

  private Torrent seed(Engine seeder, SampleTorrent sample) throws Exception {
    sample.saveIn(folder.resolve("source"));
    Path file = folder.resolve("source").resolve(sample.metainfo().name());
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    ContentGuard guard =
        ContentGuard.ofStamp(
            file,
            attributes.size(),
            attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
            () -> {});
    Torrent seed = seeder.add(TorrentSpec.ofKnownFile(sample.metainfo(), file, guard));
    seed.completed().get(10, TimeUnit.SECONDS);
    return seed;
  }

  private void fetch(Engine seeder, SampleTorrent sample, int number) throws Exception {
    try (Engine leecher = Engine.open(local())) {
      TorrentSpec spec = TorrentSpec.of(sample.metainfo(), target(number));
      leecher.add(spec.withPeers(List.of(addressOf(seeder)))).completed().get(15, TimeUnit.SECONDS);
    }
    assertThat(sample.isIn(target(number))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void theSecondLeecherIsServedFromMemory(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.single(version, SIZE, 262_144, 1);
    try (Engine seeder = seeder(BlockCache.LEAST)) {
      seed(seeder, sample);
      fetch(seeder, sample, 1);
      long read = disk.reads();

      fetch(seeder, sample, 2);

      assertThat(disk.reads()).isEqualTo(read);
      CacheStats stats = seeder.cacheStats(100);
      assertThat(stats.bytes()).isEqualTo(KEPT);
      assertThat(stats.hits()).isPositive();
      assertThat(stats.mostWanted()).hasSize(6).allMatch(CacheStats.Wanted::held);
      assertThat(stats.mostWanted().getFirst().name()).isEqualTo(sample.metainfo().name());
    }
  }

  @Test
  void withoutACacheEveryLeecherIsReadFor() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, SIZE, 262_144, 2);
    try (Engine seeder = seeder(0)) {
      seed(seeder, sample);
      fetch(seeder, sample, 1);

      fetch(seeder, sample, 2);

      assertThat(disk.bytes()).isGreaterThanOrEqualTo(2L * SIZE);
      assertThat(seeder.cacheStats(5)).isEqualTo(CacheStats.OFF);
    }
  }

  /** Even if all that is asked for is in memory, a changed file is served no more. */
  @Test
  void aChangedFileIsWithdrawnThoughItIsCached() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, SIZE, 262_144, 3);
    try (Engine seeder = seeder(BlockCache.LEAST)) {
      Torrent seed = seed(seeder, sample);
      fetch(seeder, sample, 1);
      Path file = folder.resolve("source").resolve(sample.metainfo().name());
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

      try (Engine leecher = Engine.open(local())) {
        TorrentSpec spec = TorrentSpec.of(sample.metainfo(), target(2));
        leecher.add(spec.withPeers(List.of(addressOf(seeder))));

        await().until(() -> seed.status().state() == TorrentStatus.State.FAILED);
      }
      assertThat(seed.status().problem().orElseThrow().code()).isEqualTo("content-changed");
      assertThat(seeder.cacheStats(5).bytes()).isZero();
      await().until(() -> seeder.cacheStats(5).mostWanted().isEmpty());
    }
  }

  @Test
  void aRemovedTorrentLeavesNothingBehind() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V2, SIZE, 262_144, 4);
    try (Engine seeder = seeder(BlockCache.LEAST)) {
      Torrent seed = seed(seeder, sample);
      fetch(seeder, sample, 1);
      assertThat(seeder.cacheStats(5).bytes()).isEqualTo(KEPT);

      seed.remove().get(5, TimeUnit.SECONDS);

      assertThat(seeder.cacheStats(5).bytes()).isZero();
    }
  }
}
