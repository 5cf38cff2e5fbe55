package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.swarm.Wishes;
import minibit.daemon.webseed.WebSeedSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Content comes from a plain web server, with peers and without. */
@Timeout(60)
class WebSeedTest {
  @TempDir Path target;

  private static Engine engine() throws Exception {
    return Engine.open(TransferTest.local().withWebSeeds(WebSeedSettings.ON));
  }

  private TorrentSpec spec(SampleTorrent sample, String... seeds) {
    return TorrentSpec.of(sample.metainfo(), target).withWebSeeds(List.of(seeds));
  }

  private void complete(SampleTorrent sample, String... seeds) throws Exception {
    try (Engine engine = engine()) {
      Torrent torrent = engine.add(spec(sample, seeds));
      torrent.completed().get(30, TimeUnit.SECONDS);
    }
    assertThat(sample.isIn(target)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aSingleFileComesFromAServerAlone(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.single(version, 3_000_001, 1);
    try (WebServer web = WebServer.of(sample.files())) {
      complete(sample, web.folder());

      // Runs, not pieces: some megabytes in one request.
      assertThat(web.asked()).hasSizeLessThan(4);
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aFolderComesFileByFileAndPaddingIsNeverAskedFor(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.folder(version, 2);
    try (WebServer web = WebServer.of(sample.files())) {
      complete(sample, web.folder().substring(0, web.folder().length() - 1));

      assertThat(web.asked())
          .extracting(WebServer.Asked::path)
          .noneMatch(path -> path.contains(".pad") || path.endsWith("a-empty"));
    }
  }

  @Test
  void anAddressWithoutASlashIsTheFileItself() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 200_000, 3);
    Map<String, byte[]> renamed = new TreeMap<>();
    renamed.put("other name", sample.files().values().iterator().next());
    try (WebServer web = WebServer.of(renamed)) {
      complete(sample, web.folder() + "other%20name");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void namesAreEscapedAsServersReadThem(Version version) throws Exception {
    SampleTorrent sample =
        SampleTorrent.single(version, 100_000, 4).named("100% ação #1? a+b&c;d [x] \u96ea.bin");
    try (WebServer web = WebServer.of(sample.files())) {
      complete(sample, web.folder());
    }
  }

  @Test
  void serverAndPeerGiveTogether() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.HYBRID, 12_000_000, 5);
    Path from = target.resolve("from");
    sample.saveIn(from);
    RateLimits slow = new RateLimits(2_000_000, RateLimits.UNLIMITED);
    try (WebServer web = WebServer.of(sample.files());
        Engine seeder = Engine.open(TransferTest.local().withLimits(slow));
        Engine engine = engine()) {
      web.with(
          request -> {
            await().until(() -> engine.torrents().getFirst().status().peers().size() > 1);
            request.serve();
          });
      seeder.add(
          TorrentSpec.of(sample.metainfo(), from).withStart(StartMode.VERIFY).withAnnounce(false));
      Torrent torrent =
          engine.add(
              spec(sample, web.folder())
                  .withPeers(List.of(TransferTest.addressOf(seeder)))
                  .withLimits(new RateLimits(RateLimits.UNLIMITED, 6_000_000)));

      torrent.completed().get(30, TimeUnit.SECONDS);

      TorrentStatus status = torrent.status();
      assertThat(status.left())
          .as("%s", status)
          .anyMatch(
              source ->
                  source.client().equals("web seed")
                      && source.downloaded() > 0
                      && source.downloaded() < 12_000_000);
      assertThat(seeder.status().uploaded()).isPositive();
      assertThat(sample.isIn(target)).isTrue();
    }
  }

  @Test
  void onlyWantedFilesAreAskedFor() throws Exception {
    SampleTorrent sample = SampleTorrent.folder(Version.V2, 6);
    try (WebServer web = WebServer.of(sample.files());
        Engine engine = engine()) {
      Wishes second = new Wishes(List.of(0, Wishes.NORMAL, 0, 0), false);
      Torrent torrent = engine.add(spec(sample, web.folder()).withWishes(second));

      torrent.completed().get(30, TimeUnit.SECONDS);

      assertThat(web.asked())
          .extracting(WebServer.Asked::path)
          .containsOnly("/pub/folder-6/b-small.txt");
    }
  }

  @Test
  void aPauseEndsRequestsAndResumingGoesOn() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 4_000_000, 7);
    RateLimits slow = new RateLimits(RateLimits.UNLIMITED, 1_000_000);
    try (WebServer web = WebServer.of(sample.files());
        Engine engine = engine()) {
      Torrent torrent = engine.add(spec(sample, web.folder()).withLimits(slow));
      await().until(() -> torrent.status().piecesHave() > 2);
      torrent.pause();
      await().until(() -> torrent.status().state() == TorrentStatus.State.PAUSED);
      int before = web.asked().size();
      torrent.setLimits(RateLimits.NONE);

      torrent.resume();

      torrent.completed().get(30, TimeUnit.SECONDS);
      assertThat(web.asked()).hasSizeGreaterThan(before);
      assertThat(sample.isIn(target)).isTrue();
    }
  }

  @Test
  void limitsHoldForServersToo() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 1_500_000, 8);
    RateLimits slow = new RateLimits(RateLimits.UNLIMITED, 500_000);
    try (WebServer web = WebServer.of(sample.files());
        Engine engine = engine()) {
      long began = System.nanoTime();
      Torrent torrent = engine.add(spec(sample, web.folder()).withLimits(slow));

      torrent.completed().get(30, TimeUnit.SECONDS);

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void switchedOffNobodyIsAskedButWhomTheUserNames() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 100_000, 9);
    try (WebServer named = WebServer.of(sample.files());
        WebServer web = WebServer.of(sample.files());
        Engine engine = Engine.open(TransferTest.local())) {
      Torrent torrent =
          engine.add(
              spec(sample, web.folder()).withUserWebSeeds(List.of(named.folder() + "?not=used")));
      await().until(() -> !named.asked().isEmpty());

      assertThat(web.asked()).isEmpty();
      var unused = torrent.remove();
    }
  }
}
