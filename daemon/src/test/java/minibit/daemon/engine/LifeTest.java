package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.metainfo.TorrentFile;
import minibit.core.swarm.Wishes;
import minibit.daemon.engine.TorrentStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user does to a download under way: stop it, change it, come back to it. */
@Timeout(60)
class LifeTest {
  /** Slow enough to do something meanwhile, quick enough for a test. */
  private static final RateLimits SLOW = new RateLimits(RateLimits.UNLIMITED, 400_000);

  @TempDir Path folder;
  private Path source;
  private Path target;
  private Engine seeder;

  @BeforeEach
  void openSeeder() throws Exception {
    source = folder.resolve("source");
    target = folder.resolve("target");
    seeder = Engine.open(TransferTest.local());
  }

  @AfterEach
  void closeSeeder() {
    seeder.close();
  }

  private void seed(SampleTorrent sample) throws Exception {
    sample.saveIn(source);
    seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
  }

  private TorrentSpec spec(SampleTorrent sample) {
    return TorrentSpec.of(sample.metainfo(), target)
        .withPeers(List.of(TransferTest.addressOf(seeder)));
  }

  /** A paused torrent has no connection; resumed, it goes on with what it had. */
  @Test
  void pausedAndResumed() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.HYBRID, 2_000_000, 31);
    seed(sample);
    try (Engine leecher = Engine.open(TransferTest.local().withHome(folder.resolve("home")))) {
      Torrent download = leecher.add(spec(sample).withLimits(SLOW));
      await().until(() -> download.status().piecesHave() >= 3);

      download.pause();
      await().until(() -> download.status().state() == State.PAUSED);
      assertThat(leecher.status().connections()).isZero();
      await().until(() -> seeder.status().connections() == 0);
      assertThat(download.completed()).isNotDone();

      download.setLimits(RateLimits.NONE);
      download.resume();
      download.completed().get(20, TimeUnit.SECONDS);

      assertThat(sample.isIn(target)).isTrue();
      // Blocks on their way when it paused come twice; a verified piece does not.
      assertThat(download.status().downloaded())
          .isLessThan(2_000_000 + 2L * SampleTorrent.PIECE + 300_000);
    }
  }

  /** Files may be given up and wanted again while others are being fetched. */
  @Test
  void wishesChangeOnTheWay() throws Exception {
    SampleTorrent sample = SampleTorrent.folder(Version.HYBRID, 32);
    seed(sample);
    List<TorrentFile> files = sample.metainfo().files();
    List<Integer> withoutTheLargest =
        files.stream()
            .map(file -> file.slashed().endsWith("c-large.bin") ? Wishes.SKIP : Wishes.NORMAL)
            .toList();
    try (Engine leecher = Engine.open(TransferTest.local())) {
      Torrent download =
          leecher.add(spec(sample).withLimits(new RateLimits(RateLimits.UNLIMITED, 60_000)));
      await().until(() -> download.status().downloaded() > 0);

      download.setWishes(new Wishes(withoutTheLargest, false));
      download.completed().get(20, TimeUnit.SECONDS);

      assertThat(download.status().total()).isEqualTo(41_000);
      assertThat(target.resolve(sample.metainfo().name()).resolve("d-last.txt"))
          .hasBinaryContent(sample.files().get(sample.metainfo().name() + "/d-last.txt"));
      assertThat(sample.isIn(target)).isFalse();

      download.setLimits(RateLimits.NONE);
      download.setWishes(Wishes.ALL);
      await().atMost(Duration.ofSeconds(20)).until(() -> sample.isIn(target));
      await().until(() -> download.status().state() == State.SEEDING);
    }
  }

  /**
   * A v2 magnet link's pieces are judged by layers that peers gave. Without them a later run could
   * not check what lies there, and would fetch it all again.
   */
  @Test
  void learnedLayersAreKept() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V2, 2_000_000, 33);
    seed(sample);
    Path home = folder.resolve("home");
    TorrentSpec link = TorrentSpec.of(sample.metainfo().hashes(), Optional.of("link"), target);
    try (Engine first = Engine.open(TransferTest.local().withHome(home))) {
      Torrent begun =
          first.add(link.withPeers(List.of(TransferTest.addressOf(seeder))).withLimits(SLOW));
      await().until(() -> begun.status().piecesHave() >= 5);
    }
    // Touched by somebody: not to be trusted unread.
    Files.setLastModifiedTime(
        target.resolve(sample.metainfo().name()), FileTime.from(Instant.now().plusSeconds(60)));

    try (Engine alone = Engine.open(TransferTest.local().withHome(home))) {
      Torrent again = alone.add(link);
      await().until(() -> again.status().state() == State.DOWNLOADING);

      assertThat(again.status().piecesHave()).isGreaterThanOrEqualTo(5);
      var root = sample.metainfo().files().getFirst().root().orElseThrow();
      assertThat(again.pieceLayer(root))
          .hasValueSatisfying(
              layer ->
                  assertThat(layer).isEqualTo(sample.metainfo().pieceLayer(root).orElseThrow()));
    }
  }

  /** Nobody waits for trackers that are dead: one drops packets, one listens and says nothing. */
  @Test
  void closingDoesNotWaitForDeadTrackers() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.HYBRID, 200_000, 34);
    sample.saveIn(source);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, 0));
        BlackHole http = new BlackHole()) {
      Engine engine = Engine.open(TransferTest.local());
      engine.add(
          TorrentSpec.of(sample.metainfo(), source)
              .withTrackers(
                  List.of(
                      List.of("udp://127.0.0.1:" + udp.getLocalPort()),
                      List.of("http://127.0.0.1:" + http.port() + "/announce"))));
      engine.add(
          TorrentSpec.of(SampleTorrent.single(Version.V1, 1000, 35).metainfo(), target)
              .withTrackers(List.of(List.of("http://127.0.0.1:" + http.port() + "/announce"))));
      await().until(() -> http.callers() > 0);

      long start = System.nanoTime();
      engine.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }
}
