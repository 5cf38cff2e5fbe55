package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.dht.DhtStatus;
import minibit.core.metainfo.HostPort;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import minibit.daemon.dht.DhtConfig;
import minibit.daemon.dht.DhtService;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers find each other in a DHT on loopback: no tracker, no address given. */
@Timeout(60)
class DhtTransferTest {
  private static final int NODES = 20;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Version.class)
  void aMagnetLinkWithoutTrackerIsEnoughWhereOneRouterIsKnown(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.single(version, 700_001, 3);
    Path source = folder.resolve("source");
    Path target = folder.resolve("target");
    sample.saveIn(source);
    try (DhtService router = node(List.of());
        Engine seeder = Engine.open(finding(router));
        Engine leecher = Engine.open(finding(router))) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source).withDht(List.of()));
      Torrent download =
          leecher.add(
              TorrentSpec.of(sample.metainfo().hashes(), Optional.of("link"), target)
                  .withDht(List.of()));

      download.completed().get(40, TimeUnit.SECONDS);

      assertThat(sample.isIn(target)).isTrue();
    }
  }

  /** The one that hears of a seeder gives the metadata to the other, and then the content. */
  @Test
  void twoWithoutMetadataMeetAndShareWhatOneOfThemGets() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 700_001, 12);
    Path source = folder.resolve("source");
    sample.saveIn(source);
    try (DhtService router = node(List.of());
        Engine seeder = Engine.open(TransferTest.local());
        Engine one = Engine.open(finding(router));
        Engine other = Engine.open(finding(router))) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
      Torrent first = one.add(link(sample, "one"));
      Torrent second = other.add(link(sample, "other"));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(one.status().connections()).isPositive();
                assertThat(other.status().connections()).isPositive();
              });
      assertThat(first.status().state()).isEqualTo(TorrentStatus.State.METADATA);

      first.addPeers(List.of(TransferTest.addressOf(seeder)));

      second.completed().get(40, TimeUnit.SECONDS);
      assertThat(sample.isIn(folder.resolve("other"))).isTrue();
    }
  }

  /** Who was found before that was known is left, and nobody else is let in by the DHT. */
  @Test
  void aLinkToAPrivateTorrentLeavesWhomTheDhtFound() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 700_001, 13).asPrivate();
    Path source = folder.resolve("source");
    sample.saveIn(source);
    try (DhtService router = node(List.of());
        Engine seeder = Engine.open(TransferTest.local());
        Engine one = Engine.open(finding(router));
        Engine other = Engine.open(finding(router))) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
      seeder.setLimits(new RateLimits(50_000, RateLimits.UNLIMITED));
      Torrent first = one.add(link(sample, "one"));
      other.add(link(sample, "other"));
      await().atMost(Duration.ofSeconds(30)).until(() -> one.status().connections() > 0);

      first.addPeers(List.of(TransferTest.addressOf(seeder)));

      await().until(() -> first.status().state() == TorrentStatus.State.DOWNLOADING);
      await()
          .untilAsserted(
              () ->
                  assertThat(first.status().peers())
                      .singleElement()
                      .satisfies(
                          peer ->
                              assertThat(peer.address())
                                  .isEqualTo(TransferTest.addressOf(seeder).toString())));
    }
  }

  private TorrentSpec link(SampleTorrent sample, String to) {
    return TorrentSpec.of(sample.metainfo().hashes(), Optional.of("link"), folder.resolve(to))
        .withDht(List.of());
  }

  @Test
  void twentyNodesThatKnowOneOfThemLeadTwoPeersTogether() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 300_001, 4);
    Path source = folder.resolve("source");
    Path target = folder.resolve("target");
    sample.saveIn(source);
    List<DhtService> nodes = new ArrayList<>();
    try {
      nodes.add(node(List.of()));
      for (int i = 1; i < NODES; i++) {
        nodes.add(node(List.of(at(nodes.getFirst()))));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(nodes).allMatch(node -> good(node.status()) >= 8));
      try (Engine seeder = Engine.open(finding(nodes.get(5)));
          Engine leecher = Engine.open(finding(nodes.get(17)))) {
        seeder.add(TorrentSpec.of(sample.metainfo(), source).withDht(List.of()));
        Torrent download =
            leecher.add(
                TorrentSpec.of(sample.metainfo().hashes(), Optional.empty(), target)
                    .withDht(List.of()));
        download.completed().get(40, TimeUnit.SECONDS);
      }
      assertThat(sample.isIn(target)).isTrue();
      assertThat(nodes.stream().filter(node -> node.status().storedTorrents() == 1).count())
          .isBetween(4L, 10L);
    } finally {
      nodes.forEach(DhtService::close);
    }
  }

  /** Private torrents and those that are not meant for it are told nobody, by none of our nodes. */
  @Test
  void theWorldHearsOnlyOfWhatIsMeantForIt() throws Exception {
    SampleTorrent open = SampleTorrent.single(Version.V1, 100_001, 5);
    SampleTorrent closed = SampleTorrent.single(Version.V1, 100_001, 6).asPrivate();
    SampleTorrent own = SampleTorrent.single(Version.V1, 100_001, 7);
    for (SampleTorrent each : List.of(open, closed, own)) {
      each.saveIn(folder);
    }
    try (DhtService router = node(List.of());
        Engine engine = Engine.open(finding(router))) {
      engine.add(TorrentSpec.of(closed.metainfo(), folder).withDht(List.of()));
      engine.add(TorrentSpec.of(own.metainfo(), folder));
      await().until(() -> engine.isInDht());
      engine.add(TorrentSpec.of(open.metainfo(), folder).withDht(List.of()));

      await().until(() -> router.status().storedTorrents() == 1);
      assertThat(engine.dht().orElseThrow().torrents()).isEqualTo(1);
    }
  }

  @Test
  void peersTellEachOtherWhereTheirNodesAre() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 300_001, 8);
    Path source = folder.resolve("source");
    sample.saveIn(source);
    try (Engine seeder = Engine.open(local(List.of()));
        Engine leecher = Engine.open(local(List.of()))) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source).withDht(List.of()));
      leecher.add(
          TorrentSpec.of(sample.metainfo(), folder.resolve("target"))
              .withPeers(List.of(TransferTest.addressOf(seeder)))
              .withDht(List.of()));

      await().until(() -> seeder.isInDht() && leecher.isInDht());
    }
  }

  /** The bitfield stays the first of all messages (BEP 3), and who has no node hears of none. */
  @Test
  void thePortIsToldOnceAndAfterTheBitfield() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 300_001, 9);
    Path source = folder.resolve("source");
    sample.saveIn(source);
    Heard heard = new Heard();
    try (Engine seeder = Engine.open(local(List.of()).withTrace(heard));
        Engine leecher = Engine.open(local(List.of()));
        Engine plain = Engine.open(TransferTest.local())) {
      Torrent seed = seeder.add(TorrentSpec.of(sample.metainfo(), source).withDht(List.of()));
      seed.completed().get(10, TimeUnit.SECONDS);
      TorrentSpec fetch =
          TorrentSpec.of(sample.metainfo(), folder.resolve("target"))
              .withPeers(List.of(TransferTest.addressOf(seeder)))
              .withDht(List.of());
      leecher.add(fetch).completed().get(10, TimeUnit.SECONDS);

      List<PeerMessage> first = heard.sent.values().iterator().next();
      assertThat(first.getFirst())
          .isInstanceOfAny(PeerMessage.HaveAll.class, PeerMessage.BitfieldMessage.class);
      int port = seeder.listenAddress().getPort();
      assertThat(first.stream().filter(PeerMessage.Port.class::isInstance))
          .containsExactly(new PeerMessage.Port(port));

      heard.sent.clear();
      TorrentSpec other =
          TorrentSpec.of(sample.metainfo(), folder.resolve("other"))
              .withPeers(List.of(TransferTest.addressOf(seeder)))
              .withDht(List.of());
      plain.add(other).completed().get(10, TimeUnit.SECONDS);
      assertThat(heard.sent.values()).isNotEmpty();
      assertThat(heard.sent.values().stream().flatMap(List::stream))
          .noneMatch(PeerMessage.Port.class::isInstance);
    }
  }

  /** What was sent to whom. */
  private static final class Heard implements WireTrace {
    final Map<Object, List<PeerMessage>> sent = new ConcurrentHashMap<>();

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public void handshake(Direction direction, Object peer, Handshake handshake) {}

    @Override
    public void message(Direction direction, Object peer, PeerMessage message) {
      if (direction == Direction.OUT) {
        sent.computeIfAbsent(peer, _ -> new CopyOnWriteArrayList<>()).add(message);
      }
    }

    @Override
    public void announce(Direction direction, Object peer, AnnounceRequest request) {}

    @Override
    public void answer(Direction direction, Object peer, AnnounceResponse response) {}

    @Override
    public void exchange(Direction direction, Object peer, String name, Map<String, ?> fields) {}
  }

  @Test
  void nodesMeetOverIpv6Too() throws Exception {
    InetAddress six = InetAddress.getByName("::1");
    try (DhtService router = open(DhtConfig.NONE_KNOWN, six)) {
      HostPort at = new HostPort("::1", router.port(true).orElseThrow());
      try (DhtService node = open(DhtConfig.NONE_KNOWN.withRouters(List.of(at)), six)) {
        assertThat(node.port(false)).isEmpty();
        await().until(() -> node.status().v6().orElseThrow().good() == 1);
        await().until(() -> router.status().v6().orElseThrow().good() == 1);
      }
    }
  }

  @Test
  void nodesAreKeptOverARestartAndSoIsTheId() throws Exception {
    Path file = folder.resolve("nodes");
    DhtConfig keeping = DhtConfig.NONE_KNOWN.withFile(file, true);
    try (DhtService router = node(List.of())) {
      DhtService first = open(keeping.withRouters(List.of(at(router))));
      await().until(() -> good(first.status()) == 1);
      var id = first.status().v4().orElseThrow().id();
      first.close();
      assertThat(Files.size(file)).isPositive();

      try (DhtService again = open(keeping)) {
        assertThat(again.status().v4().orElseThrow().id()).isEqualTo(id);
        await().until(() -> good(again.status()) == 1);
      }
    }
  }

  private static int good(DhtStatus status) {
    return status.v4().orElseThrow().good();
  }

  private static EngineSettings finding(DhtService router) {
    return local(List.of(at(router)));
  }

  private static EngineSettings local(List<HostPort> routers) {
    return TransferTest.local().withDht(DhtConfig.NONE_KNOWN.withRouters(routers));
  }

  private static HostPort at(DhtService node) {
    return new HostPort("127.0.0.1", node.port(false).orElseThrow());
  }

  private static DhtService node(List<HostPort> routers) throws Exception {
    return open(DhtConfig.NONE_KNOWN.withRouters(routers));
  }

  private static DhtService open(DhtConfig config) throws Exception {
    return open(config, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  private static DhtService open(DhtConfig config, InetAddress at) throws Exception {
    Instant start = Instant.now();
    long origin = System.nanoTime();
    return DhtService.open(
        config,
        new InetSocketAddress(at, 1),
        () -> start.plusNanos(System.nanoTime() - origin),
        WireTrace.NONE);
  }
}
