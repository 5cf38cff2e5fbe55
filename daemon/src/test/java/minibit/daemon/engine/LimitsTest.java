package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.piece.Block;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Limits hold, whoever sets them and however low they are. */
@Timeout(60)
@Isolated("it measures rates")
class LimitsTest {
  private static final int SIZE = 8_000_000;
  private static final long NO = RateLimits.UNLIMITED;

  @TempDir Path folder;

  /**
   * Where a limit is set, and what it is.
   *
   * @param seeder of the whole engine that gives
   * @param seed of the torrent there
   * @param download of the torrent that is fetched
   */
  private record Case(
      String name, long rate, RateLimits seeder, RateLimits seed, RateLimits download) {
    /** Time enough for many blocks, so that one more or less does not matter. */
    long bytes() {
      return Math.max(20L * Block.SIZE, 3 * rate);
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case(
              "engine, up", 600_000, new RateLimits(600_000, NO), RateLimits.NONE, RateLimits.NONE),
          new Case(
              "engine, up, low",
              48_000,
              new RateLimits(48_000, NO),
              RateLimits.NONE,
              RateLimits.NONE),
          new Case(
              "torrent, up",
              300_000,
              RateLimits.NONE,
              new RateLimits(300_000, NO),
              RateLimits.NONE),
          new Case(
              "torrent, down",
              300_000,
              RateLimits.NONE,
              RateLimits.NONE,
              new RateLimits(NO, 300_000)),
          new Case(
              "torrent, down, low",
              48_000,
              RateLimits.NONE,
              RateLimits.NONE,
              new RateLimits(NO, 48_000)));

  /** Over some seconds, within 15 %, all of them at one time. */
  @Test
  void ratesAreThoseThatWereSet() {
    List<CompletableFuture<Double>> rates =
        CASES.stream()
            .map(
                one ->
                    CompletableFuture.supplyAsync(
                        () -> measure(one), task -> Thread.ofPlatform().daemon().start(task)))
            .toList();

    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < CASES.size(); i++) {
      Case one = CASES.get(i);
      all.assertThat(rates.get(i).join() / one.rate()).as(one.name()).isBetween(0.85, 1.15);
    }
    all.assertAll();
  }

  /** Bytes a second, once it runs. */
  private double measure(Case one) {
    SampleTorrent sample = SampleTorrent.single(Version.V1, SIZE, one.name().hashCode());
    Path source = folder.resolve(one.name()).resolve("source");
    sample.saveIn(source);
    try (Engine seeder = Engine.open(TransferTest.local().withLimits(one.seeder()));
        Engine leecher = Engine.open(TransferTest.local())) {
      seeder
          .add(TorrentSpec.of(sample.metainfo(), source).withLimits(one.seed()))
          .completed()
          .get(10, TimeUnit.SECONDS);
      Torrent download =
          leecher.add(
              TorrentSpec.of(sample.metainfo(), folder.resolve(one.name()).resolve("target"))
                  .withLimits(one.download())
                  .withPeers(List.of(TransferTest.addressOf(seeder))));
      // What a bucket lets through at once at the start is no rate.
      long first = whenBeyond(download, Math.max(2L * Block.SIZE, one.rate()));
      long begin = download.status().downloaded();
      whenBeyond(download, begin + one.bytes());
      long end = System.nanoTime();
      return (download.status().downloaded() - begin) * 1e9 / (end - first);
    } catch (Exception e) {
      throw new AssertionError(one.name(), e);
    }
  }

  private static long whenBeyond(Torrent download, long bytes) {
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> download.status().downloaded() >= bytes);
    return System.nanoTime();
  }

  /** A limit that is lifted on the way is gone at once. */
  @Test
  void limitsChangeOnTheWay() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, SIZE, 77);
    Path source = folder.resolve("source");
    sample.saveIn(source);
    try (Engine seeder =
            Engine.open(TransferTest.local().withLimits(new RateLimits(50_000, 50_000)));
        Engine leecher = Engine.open(TransferTest.local())) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
      Torrent download =
          leecher.add(
              TorrentSpec.of(sample.metainfo(), folder.resolve("target"))
                  .withPeers(List.of(TransferTest.addressOf(seeder))));
      await().until(() -> download.status().downloaded() > 0);

      seeder.setLimits(RateLimits.NONE);

      // At the old limit this would take two minutes and a half.
      download.completed().get(20, TimeUnit.SECONDS);
      assertThat(sample.isIn(folder.resolve("target"))).isTrue();
    }
  }
}
