package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers find each other as neighbours on loopback: no tracker, no DHT, no address given. */
@Timeout(60)
class LsdTransferTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Version.class)
  void neighboursFindEachOther(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.single(version, 700_001, 3);
    Path target = folder.resolve("target");
    sample.saveIn(folder.resolve("source"));
    try (Engine leecher = Engine.open(near());
        Engine seeder = Engine.open(near())) {
      Torrent download =
          leecher.add(
              TorrentSpec.of(sample.metainfo().hashes(), Optional.of("link"), target)
                  .withDht(List.of()));
      await().until(() -> leecher.lsdAdapters() > 0);
      seeder.add(TorrentSpec.of(sample.metainfo(), folder.resolve("source")).withDht(List.of()));

      download.completed().get(40, TimeUnit.SECONDS);

      assertThat(sample.isIn(target)).isTrue();
      await().until(() -> leecher.lsd().orElseThrow().found() > 0);
    }
  }

  /** Private torrents and those that are not meant for it are told nobody. */
  @Test
  void neighboursHearOnlyOfWhatIsMeantForThem() throws Exception {
    SampleTorrent open = SampleTorrent.single(Version.V1, 100_001, 5);
    SampleTorrent closed = SampleTorrent.single(Version.V1, 100_001, 6).asPrivate();
    SampleTorrent own = SampleTorrent.single(Version.V1, 100_001, 7);
    for (SampleTorrent each : List.of(open, closed, own)) {
      each.saveIn(folder);
    }
    try (Engine engine = Engine.open(near())) {
      engine.add(TorrentSpec.of(closed.metainfo(), folder).withDht(List.of()));
      engine.add(TorrentSpec.of(own.metainfo(), folder));
      engine.add(TorrentSpec.of(open.metainfo(), folder).withDht(List.of()));

      await().until(() -> engine.lsd().orElseThrow().told() > 0);

      assertThat(engine.lsd().orElseThrow().torrents()).isEqualTo(1);
    }
  }

  @Test
  void whoSwitchedItOffTellsNobody() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 100_001, 8);
    sample.saveIn(folder);
    try (Engine engine = Engine.open(EngineSettings.defaults().withListen(loopback()))) {
      engine.add(TorrentSpec.of(sample.metainfo(), folder).withDht(List.of()));

      assertThat(engine.lsd()).isEmpty();
      assertThat(engine.lsdAdapters()).isZero();
    }
  }

  private static EngineSettings near() {
    return EngineSettings.defaults().withListen(loopback()).withLsd();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
