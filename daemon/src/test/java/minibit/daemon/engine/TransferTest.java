package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.Metainfo.Version;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files go from one engine to another over loopback, whole. */
@Timeout(30)
class TransferTest {
  @TempDir Path folder;

  static EngineSettings local() {
    return EngineSettings.defaults()
        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  static PeerAddress addressOf(Engine engine) {
    return PeerAddress.of(new byte[] {127, 0, 0, 1}, engine.listenAddress().getPort());
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aFileArrivesWhole(Version version) throws Exception {
    transfer(SampleTorrent.single(version, 3_000_001, 1));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aFolderArrivesWhole(Version version) throws Exception {
    transfer(SampleTorrent.folder(version, 2));
  }

  private void transfer(SampleTorrent sample) throws IOException, Exception {
    Path source = folder.resolve("source");
    Path target = folder.resolve("target");
    sample.saveIn(source);
    try (Engine seeder = Engine.open(local());
        Engine leecher = Engine.open(local())) {
      Torrent seed = seeder.add(TorrentSpec.of(sample.metainfo(), source));
      seed.completed().get(10, TimeUnit.SECONDS);

      Torrent download =
          leecher.add(
              TorrentSpec.of(sample.metainfo(), target).withPeers(List.of(addressOf(seeder))));
      download.completed().get(10, TimeUnit.SECONDS);

      assertThat(sample.isIn(target)).isTrue();
      assertThat(download.status().state()).isEqualTo(TorrentStatus.State.SEEDING);
      assertThat(download.status().done()).isEqualTo(sample.metainfo().contentSize());
    }
  }
}
