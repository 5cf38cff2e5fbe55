package minibit.daemon.engine;

import static minibit.daemon.engine.TransferTest.addressOf;
import static minibit.daemon.engine.TransferTest.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.mse.Encryption;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.mse.HiddenName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two engines that want more or less of encryption, and what somebody in between sees. */
@Timeout(60)
class EncryptedTransferTest {
  private static final SampleTorrent SAMPLE = SampleTorrent.single(Version.HYBRID, 3_000_001, 5);

  private static final RateLimits SLOW = new RateLimits(RateLimits.UNLIMITED, 200_000);

  @TempDir Path folder;

  static Stream<Arguments> pairs() {
    return Stream.of(EncryptionPolicy.values())
        .flatMap(
            dialler ->
                Stream.of(EncryptionPolicy.values())
                    .map(dialled -> Arguments.of(dialler, dialled, cover(dialler, dialled))));
  }

  /** What a pair comes to: the dialler's first try is what the dialled takes, if it can be. */
  private static Optional<Encryption> cover(EncryptionPolicy dialler, EncryptionPolicy dialled) {
    boolean none =
        dialler == EncryptionPolicy.OFF && dialled == EncryptionPolicy.REQUIRED
            || dialler == EncryptionPolicy.REQUIRED && dialled == EncryptionPolicy.OFF;
    if (none) {
      return Optional.empty();
    }
    if (dialler.prefersEncrypted() && dialled != EncryptionPolicy.OFF) {
      return Optional.of(Encryption.STREAM);
    }
    return Optional.of(dialled == EncryptionPolicy.REQUIRED ? Encryption.STREAM : Encryption.NONE);
  }

  /** A pair that cannot meet says so by nothing; a third who can meet both completes. */
  @ParameterizedTest(name = "{0} dials {1}")
  @MethodSource("pairs")
  void everyPairMeetsAsItShould(
      EncryptionPolicy ours, EncryptionPolicy theirs, Optional<Encryption> cover) throws Exception {
    try (Engine seeder = seeder(theirs);
        Engine other = seeder(ours);
        Engine leecher = Engine.open(local().withEncryption(ours).withLimits(SLOW))) {
      Torrent download = download(leecher, addressOf(seeder));
      if (cover.isEmpty()) {
        await().until(() -> download.status().knownPeers() == 1);
        if (ours == EncryptionPolicy.REQUIRED) {
          await().until(() -> download.status().refusing() == 1);
        }
        download.addPeers(List.of(addressOf(other)));
      }
      String from = addressOf(cover.isEmpty() ? other : seeder).toString();

      await()
          .untilAsserted(
              () ->
                  assertThat(download.status().peers())
                      .singleElement()
                      .satisfies(
                          peer -> {
                            assertThat(peer.address()).isEqualTo(from);
                            cover.ifPresent(
                                c -> assertThat(peer.carriage().encryption()).isEqualTo(c));
                          }));
      leecher.setLimits(RateLimits.NONE);
      download.completed().get(20, TimeUnit.SECONDS);

      assertThat(SAMPLE.isIn(folder.resolve("target"))).isTrue();
      assertThat(download.status().wasted()).isZero();
    }
  }

  @Test
  void nobodyInBetweenSeesWhatItIs() throws Exception {
    assertThat(seen(EncryptionPolicy.PREFERRED)).isEqualTo(new Seen(false, false));
    // The same eyes see both where nothing is hidden.
    assertThat(seen(EncryptionPolicy.OFF)).isEqualTo(new Seen(true, true));
  }

  private record Seen(boolean protocol, boolean content) {}

  private Seen seen(EncryptionPolicy policy) throws Exception {
    try (Engine seeder = seeder(policy);
        Engine leecher = Engine.open(local().withEncryption(policy));
        WireTap tap = new WireTap(seeder.listenAddress().getPort())) {
      Path target = folder.resolve("target-" + policy);
      leecher
          .add(TorrentSpec.of(SAMPLE.metainfo(), target).withPeers(List.of(tap.address())))
          .completed()
          .get(20, TimeUnit.SECONDS);
      byte[] content = SampleTorrent.random(3_000_001, 5);
      return new Seen(
          tap.saw("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII)),
          tap.saw(Arrays.copyOf(content, 64)));
    }
  }

  /** Its name is hidden from those who do not know it, and the finder does. */
  @Test
  void aTorrentThatDoesNotRunIsFoundByItsHiddenName() throws Exception {
    SAMPLE.saveIn(folder.resolve("source"));
    TorrentSpec spec = TorrentSpec.of(SAMPLE.metainfo(), folder.resolve("source"));
    TorrentFinder finder =
        new TorrentFinder() {
          @Override
          public Optional<TorrentSpec> find(InfoHash name) {
            return Optional.of(spec).filter(s -> s.hashes().answersTo(name));
          }

          @Override
          public Optional<InfoHash> named(HiddenName name) {
            return spec.hashes().wire().stream()
                .filter(hash -> HiddenName.of(hash).equals(name))
                .findFirst();
          }
        };
    try (Engine seeder = Engine.open(local().withFinder(finder));
        Engine leecher = Engine.open(local().withEncryption(EncryptionPolicy.REQUIRED))) {
      download(leecher, addressOf(seeder)).completed().get(20, TimeUnit.SECONDS);
    }
    assertThat(SAMPLE.isIn(folder.resolve("target"))).isTrue();
  }

  private Torrent download(Engine leecher, PeerAddress from) {
    return leecher.add(
        TorrentSpec.of(SAMPLE.metainfo(), folder.resolve("target")).withPeers(List.of(from)));
  }

  private Engine seeder(EncryptionPolicy policy) throws Exception {
    SAMPLE.saveIn(folder.resolve("source"));
    Engine seeder = Engine.open(local().withEncryption(policy));
    seeder
        .add(TorrentSpec.of(SAMPLE.metainfo(), folder.resolve("source")))
        .completed()
        .get(10, TimeUnit.SECONDS);
    return seeder;
  }
}
