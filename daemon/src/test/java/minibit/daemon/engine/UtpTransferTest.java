package minibit.daemon.engine;

import static minibit.daemon.engine.TransferTest.addressOf;
import static minibit.daemon.engine.TransferTest.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.HostPort;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.utp.UtpPacket;
import minibit.core.utp.UtpPolicy;
import minibit.core.utp.UtpType;
import minibit.daemon.dht.DhtConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Torrents over uTP on loopback. */
@Timeout(90)
class UtpTransferTest {
  private static final SampleTorrent SAMPLE = SampleTorrent.single(Version.HYBRID, 3_000_001, 5);

  private static final RateLimits SLOW = new RateLimits(RateLimits.UNLIMITED, 200_000);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = EncryptionPolicy.class,
      names = {"OFF", "REQUIRED"})
  void aTorrentComesWholeWhereTcpIsForbidden(EncryptionPolicy encryption) throws Exception {
    SampleTorrent large = SampleTorrent.single(Version.V1, 64 << 20, 6);
    EngineSettings settings = local().withUtp(UtpPolicy.REQUIRED).withEncryption(encryption);
    try (Engine seeder = seeder(settings, large);
        Engine leecher = Engine.open(settings)) {
      download(leecher, large, addressOf(seeder)).completed().get(60, TimeUnit.SECONDS);
    }
    assertThat(large.isIn(folder.resolve("target"))).isTrue();
  }

  @Test
  void whoForbidsUtpIsNotReachedByWhoForbidsTcp() throws Exception {
    try (Engine seeder = seeder(local(), SAMPLE);
        Engine other = seeder(local().withUtp(UtpPolicy.ALLOWED), SAMPLE);
        Engine leecher = Engine.open(local().withUtp(UtpPolicy.REQUIRED))) {
      Torrent download = download(leecher, SAMPLE, addressOf(seeder));
      download.addPeers(List.of(addressOf(other)));
      download.completed().get(30, TimeUnit.SECONDS);
      await().until(() -> other.status().uploaded() >= 3_000_001);
      assertThat(seeder.status().uploaded()).isZero();
    }
  }

  @Test
  void whoHangsUpOnTcpIsDialledOverUtp() throws Exception {
    try (Engine seeder = seeder(local().withUtp(UtpPolicy.REQUIRED), SAMPLE);
        Engine leecher = Engine.open(local().withUtp(UtpPolicy.ALLOWED).withLimits(SLOW))) {
      Torrent download = download(leecher, SAMPLE, addressOf(seeder));

      await()
          .untilAsserted(
              () ->
                  assertThat(download.status().peers())
                      .singleElement()
                      .satisfies(peer -> assertThat(peer.carriage().utp()).isTrue()));
      leecher.setLimits(RateLimits.NONE);
      download.completed().get(30, TimeUnit.SECONDS);
    }
    assertThat(SAMPLE.isIn(folder.resolve("target"))).isTrue();
  }

  /** There is no TCP at the line's end, so TCP is refused and uTP dialled. */
  @Test
  void aLineThatLosesPacketsBringsEveryByteAfterTcpWasRefused() throws Exception {
    EngineSettings settings = local().withUtp(UtpPolicy.ALLOWED);
    try (Engine seeder = seeder(settings, SAMPLE);
        LossyLine line = new LossyLine(seeder.listenAddress(), 3);
        Engine leecher = Engine.open(settings)) {
      download(leecher, SAMPLE, line.address()).completed().get(60, TimeUnit.SECONDS);
      assertThat(line.lost()).isPositive();
    }
    assertThat(SAMPLE.isIn(folder.resolve("target"))).isTrue();
  }

  @Test
  void theDhtWorksAtTheSamePort() throws Exception {
    EngineSettings settings = local().withUtp(UtpPolicy.REQUIRED);
    try (Engine router = Engine.open(settings.withDht(DhtConfig.NONE_KNOWN))) {
      int port = router.listenAddress().getPort();
      List<HostPort> routers = List.of(new HostPort("127.0.0.1", port));
      EngineSettings finding = settings.withDht(DhtConfig.NONE_KNOWN.withRouters(routers));
      try (Engine seeder = Engine.open(finding);
          Engine leecher = Engine.open(finding)) {
        Path source = folder.resolve("source");
        SAMPLE.saveIn(source);
        seeder.add(TorrentSpec.of(SAMPLE.metainfo(), source).withDht(List.of()));
        Torrent download =
            leecher.add(
                TorrentSpec.of(
                        SAMPLE.metainfo().hashes(), Optional.of("link"), folder.resolve("target"))
                    .withDht(List.of()));
        download.completed().get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(SAMPLE.isIn(folder.resolve("target"))).isTrue();
  }

  @Test
  void aFloodOfSynsAndNoiseGetsLittleAndKeepsNobodyOut() throws Exception {
    EngineSettings settings = local().withUtp(UtpPolicy.ALLOWED);
    try (Engine seeder = seeder(settings, SAMPLE);
        Engine leecher = Engine.open(local());
        DatagramSocket flood = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      InetSocketAddress at = seeder.listenAddress();
      Random chance = new Random(3);
      for (int i = 0; i < 2000; i++) {
        byte[] bytes = new byte[20 + chance.nextInt(30)];
        chance.nextBytes(bytes);
        bytes[0] = (byte) (i % 2 == 0 ? 0x41 : chance.nextInt());
        bytes[1] = 0;
        flood.send(new DatagramPacket(bytes, bytes.length, at));
      }
      int answers = 0;
      // One that is asked for twice is answered twice.
      Set<Integer> begun = new HashSet<>();
      flood.setSoTimeout(1000);
      try {
        while (true) {
          DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
          flood.receive(answer);
          answers++;
          assertThat(answer.getLength()).isEqualTo(UtpPacket.HEADER);
          ByteBuffer bytes = ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
          UtpPacket packet = UtpPacket.parse(bytes).orElseThrow();
          if (packet.type() == UtpType.STATE) {
            begun.add(packet.connectionId());
          }
        }
      } catch (SocketTimeoutException e) {
        assertThat(begun).hasSizeBetween(1, 256);
        assertThat(answers).isLessThan(1000);
      }
      assertThat(seeder.status().connections()).isZero();
      download(leecher, SAMPLE, addressOf(seeder)).completed().get(30, TimeUnit.SECONDS);
    }
  }

  private Torrent download(Engine leecher, SampleTorrent sample, PeerAddress from) {
    return leecher.add(
        TorrentSpec.of(sample.metainfo(), folder.resolve("target")).withPeers(List.of(from)));
  }

  private Engine seeder(EngineSettings settings, SampleTorrent sample) throws Exception {
    sample.saveIn(folder.resolve("source"));
    Engine seeder = Engine.open(settings);
    seeder
        .add(TorrentSpec.of(sample.metainfo(), folder.resolve("source")))
        .completed()
        .get(20, TimeUnit.SECONDS);
    return seeder;
  }
}
