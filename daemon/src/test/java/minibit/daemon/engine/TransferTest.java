package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.Metainfo.Version;
import minibit.daemon.trace.WireTrace;
import minibit.daemon.tracker.TrackerServer;
import minibit.daemon.tracker.TrackerSettings;
import org.junit.jupiter.api.Test;
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

  private void transfer(SampleTorrent sample) throws Exception {
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

  /**
   * Who listens on one address only also comes from it, or the tracker would hand out another, at
   * which nobody listens.
   */
  @Test
  void peersOfOneMachineMeetAtTheirOwnAddresses() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 200_000, 9);
    sample.saveIn(folder.resolve("source"));
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    try (TrackerServer tracker =
            TrackerServer.start(TrackerSettings.at(any), _ -> {}, WireTrace.NONE);
        Engine seeder = Engine.open(local().withListen(new InetSocketAddress("127.0.0.5", 0)));
        Engine leecher = Engine.open(local().withListen(new InetSocketAddress("127.0.0.6", 0)))) {
      List<List<String>> tiers =
          List.of(List.of("http://127.0.0.1:" + tracker.port() + "/announce"));
      TorrentSpec spec = TorrentSpec.of(sample.metainfo(), folder.resolve("source"));
      seeder.add(spec.withTrackers(tiers)).completed().get(10, TimeUnit.SECONDS);
      await().until(() -> !tracker.view(10).isEmpty());

      leecher
          .add(TorrentSpec.of(sample.metainfo(), folder.resolve("target")).withTrackers(tiers))
          .completed()
          .get(10, TimeUnit.SECONDS);

      assertThat(sample.isIn(folder.resolve("target"))).isTrue();
      assertThat(tracker.view(10).toString()).contains("127.0.0.5", "127.0.0.6");
    }
  }

  /**
   * The end is told even to a tracker that never answered, and whoever asks for the end a second
   * time waits for it too: often the process dies right after.
   */
  @Test
  void everyCloserWaitsUntilTheTrackersAreTold() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 200_000, 10);
    sample.saveIn(folder);
    List<String> asked = new CopyOnWriteArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Engine engine = Engine.open(local())) {
      Thread.ofVirtual().start(() -> hear(silent, asked));
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/announce";
      engine.add(TorrentSpec.of(sample.metainfo(), folder).withTrackers(List.of(List.of(url))));
      await().until(() -> asked.toString().contains("event=started"));

      long start = System.nanoTime();
      Thread.ofVirtual().start(engine::close);
      await().until(() -> engine.torrents().isEmpty());
      engine.close();

      assertThat(asked.toString()).contains("event=stopped");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  private static void hear(ServerSocket silent, List<String> asked) {
    try {
      while (true) {
        // Open until the other side closes.
        Socket socket = silent.accept();
        byte[] head = new byte[2000];
        int length = socket.getInputStream().read(head);
        asked.add(new String(head, 0, Math.max(0, length), StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // The test closed the socket.
    }
  }

  /** A magnet link is enough, once one peer is known: metadata, layers and content come from it. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void aMagnetLinkIsEnough(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.folder(version, 5);
    Path source = folder.resolve("source");
    Path target = folder.resolve("target");
    sample.saveIn(source);
    try (Engine seeder = Engine.open(local());
        Engine leecher = Engine.open(local())) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);

      Torrent download =
          leecher.add(
              TorrentSpec.of(sample.metainfo().hashes(), Optional.of("link"), target)
                  .withPeers(List.of(addressOf(seeder))));

      assertThat(download.metadata().get(10, TimeUnit.SECONDS).name())
          .isEqualTo(sample.metainfo().name());
      download.completed().get(10, TimeUnit.SECONDS);
      assertThat(sample.isIn(target)).isTrue();
    }
  }

  /** Of a download that died, only pieces in flight are fetched again. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void anAbandonedDownloadGoesOnWhereItWas(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.single(version, 4_000_000, 6);
    Path source = folder.resolve("source");
    Path target = folder.resolve("target");
    Path home = folder.resolve("home");
    sample.saveIn(source);
    try (Engine seeder = Engine.open(local())) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
      TorrentSpec spec =
          TorrentSpec.of(sample.metainfo(), target).withPeers(List.of(addressOf(seeder)));
      Path crashed = folder.resolve("crashed");
      try (Engine first =
          Engine.open(local().withHome(home).withLimits(new RateLimits(1 << 20, 1 << 20)))) {
        Torrent begun = first.add(spec);
        await().until(() -> begun.status().piecesHave() >= 10);
        // What a killed process leaves: the journal as it stands, never closed in order.
        copy(home, crashed);
      }
      try (Engine second = Engine.open(local().withHome(crashed))) {
        Torrent again = second.add(spec);
        again.completed().get(10, TimeUnit.SECONDS);

        assertThat(sample.isIn(target)).isTrue();
        // Ten pieces were there, and one of them may be the short last one.
        assertThat(again.status().downloaded())
            .isLessThanOrEqualTo(sample.metainfo().contentSize() - 9L * SampleTorrent.PIECE);
      }
      assertThat(crashed.resolve("oneshot")).isEmptyDirectory();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  /** Limits hold within a tenth, whoever sets them. */
  @Test
  void aLimitedDownloadKeepsItsLimit() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 3_000_000, 7);
    Path source = folder.resolve("source");
    sample.saveIn(source);
    try (Engine seeder = Engine.open(local());
        Engine leecher = Engine.open(local().withLimits(new RateLimits(1_000_000, 1_000_000)))) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
      long start = System.nanoTime();
      leecher
          .add(
              TorrentSpec.of(sample.metainfo(), folder.resolve("target"))
                  .withPeers(List.of(addressOf(seeder))))
          .completed()
          .get(20, TimeUnit.SECONDS);
      double seconds = (System.nanoTime() - start) / 1e9;

      assertThat(3_000_000 / seconds).isLessThan(1_100_000);
    }
  }

  /** Fifty torrents share one port. */
  @Test
  void manyTorrentsShareOneSession() throws Exception {
    Path source = folder.resolve("source");
    Path target = folder.resolve("target");
    try (Engine seeder = Engine.open(local());
        Engine leecher = Engine.open(local())) {
      List<SampleTorrent> samples = new ArrayList<>();
      List<Torrent> downloads = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        SampleTorrent sample = SampleTorrent.single(Version.V1, 100_000, 100 + i).saveIn(source);
        samples.add(sample);
        seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
        downloads.add(
            leecher.add(
                TorrentSpec.of(sample.metainfo(), target).withPeers(List.of(addressOf(seeder)))));
      }
      for (Torrent download : downloads) {
        download.completed().get(20, TimeUnit.SECONDS);
      }

      assertThat(samples).allMatch(sample -> sample.isIn(target));
    }
  }
}
