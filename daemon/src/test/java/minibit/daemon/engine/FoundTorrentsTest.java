package minibit.daemon.engine;

import static minibit.daemon.engine.TransferTest.addressOf;
import static minibit.daemon.engine.TransferTest.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.words.Sentence;
import minibit.daemon.net.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that somebody dials in for is served, though no torrent of it was running. */
@Timeout(30)
class FoundTorrentsTest {
  @TempDir Path folder;

  private final Map<InfoHash, TorrentSpec> known = new ConcurrentHashMap<>();
  private final List<InfoHash> asked = new CopyOnWriteArrayList<>();

  private FinderSettings finder() {
    return FinderSettings.of(
        name -> {
          asked.add(name);
          return Optional.ofNullable(known.get(name));
        });
  }

  private void know(Metainfo metainfo, Path file, ContentGuard guard) {
    TorrentSpec spec = TorrentSpec.ofKnownFile(metainfo, file, guard);
    metainfo.hashes().wire().forEach(name -> known.put(name, spec));
  }

  private Path saved(SampleTorrent sample) {
    sample.saveIn(folder.resolve("source"));
    return folder.resolve("source").resolve(sample.metainfo().name());
  }

  private static Torrent fetch(Engine leecher, Engine from, TorrentSpec spec) throws Exception {
    Torrent download = leecher.add(spec.withPeers(List.of(addressOf(from))));
    download.completed().get(15, TimeUnit.SECONDS);
    return download;
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aTorrentStartsForWhoComesAndIsDroppedWhenNobodyIsLeft(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.single(version, 700_001, 1);
    know(sample.metainfo(), saved(sample), ContentGuard.NONE);
    try (Engine seeder =
            Engine.open(local().withFinder(finder().withIdle(Duration.ofMillis(200))));
        Engine leecher = Engine.open(local())) {
      Path target = folder.resolve("target");
      assertThat(seeder.torrents()).isEmpty();

      Torrent download = fetch(leecher, seeder, TorrentSpec.of(sample.metainfo(), target));

      assertThat(sample.isIn(target)).isTrue();
      assertThat(seeder.torrents()).hasSize(1);
      download.remove().get(5, TimeUnit.SECONDS);
      await().until(() -> seeder.torrents().isEmpty());
    }
  }

  /** Who has but a magnet link gets the description from the same engine. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void theInfoIsServedToo(Version version) throws Exception {
    SampleTorrent sample = SampleTorrent.single(version, 300_000, 2);
    know(sample.metainfo(), saved(sample), ContentGuard.NONE);
    try (Engine seeder = Engine.open(local().withFinder(finder()));
        Engine leecher = Engine.open(local())) {
      InfoHashes link =
          version == Version.V2
              ? sample.metainfo().hashes()
              : InfoHashes.v1(sample.metainfo().hashes().v1().orElseThrow());
      Path target = folder.resolve("target");

      fetch(leecher, seeder, TorrentSpec.of(link, Optional.empty(), target));

      assertThat(sample.isIn(target)).isTrue();
    }
  }

  /** One file, two torrents with info-hashes of their own, under a third name on disk. */
  @Test
  void oneFileIsServedUnderTwoNamesAtOnce() throws Exception {
    SampleTorrent one = SampleTorrent.single(Version.HYBRID, 500_000, 3);
    SampleTorrent other = one.named("another name.bin");
    Path file = folder.resolve("as it is called here");
    Files.write(file, one.files().values().iterator().next());
    know(one.metainfo(), file, ContentGuard.NONE);
    know(other.metainfo(), file, ContentGuard.NONE);
    assertThat(one.metainfo().hashes()).isNotEqualTo(other.metainfo().hashes());
    try (Engine seeder = Engine.open(local().withFinder(finder()));
        Engine first = Engine.open(local());
        Engine second = Engine.open(local())) {
      fetch(first, seeder, TorrentSpec.of(one.metainfo(), folder.resolve("1")));
      fetch(second, seeder, TorrentSpec.of(other.metainfo(), folder.resolve("2")));

      assertThat(one.isIn(folder.resolve("1"))).isTrue();
      assertThat(other.isIn(folder.resolve("2"))).isTrue();
      assertThat(seeder.torrents()).hasSize(2);
    }
  }

  /** What a hasty peer sends behind its handshake waits with it, and is heard. */
  @Test
  void whatComesWithTheHandshakeIsNotLost() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 100_000, 10);
    know(sample.metainfo(), saved(sample), ContentGuard.NONE);
    InfoHash name = sample.metainfo().hashes().wire().getFirst();
    try (Engine seeder = Engine.open(local().withFinder(finder()));
        Socket peer =
            new Socket(InetAddress.getLoopbackAddress(), seeder.listenAddress().getPort())) {
      peer.setSoTimeout(10_000);
      ByteArrayOutputStream hasty = new ByteArrayOutputStream();
      hasty.write(19);
      hasty.writeBytes("BitTorrent protocol".getBytes(StandardCharsets.US_ASCII));
      hasty.writeBytes(new byte[8]);
      hasty.writeBytes(name.toBytes());
      hasty.writeBytes("-XX0001-abcdefghijkl".getBytes(StandardCharsets.US_ASCII));
      hasty.writeBytes(new byte[] {0, 0, 0, 1, 2});
      peer.getOutputStream().write(hasty.toByteArray());

      DataInputStream said = new DataInputStream(peer.getInputStream());
      said.readFully(new byte[68]);
      int type = -1;
      while (type != 1) {
        byte[] message = new byte[said.readInt()];
        said.readFully(message);
        type = message.length == 0 ? -1 : message[0];
      }
      assertThat(type).as("unchoked, for it said that it is interested").isEqualTo(1);
    }
  }

  /** Whoever knocks for what is not there is turned away, and the finder is spared for a while. */
  @Test
  void whatIsNotFoundIsNotAskedForAgainAtOnce() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 100_000, 4);
    AtomicInteger closed = new AtomicInteger();
    try (Engine seeder = Engine.open(local().withFinder(finder()))) {
      for (int i = 0; i < 5; i++) {
        try (Engine leecher = Engine.open(local())) {
          Torrent download =
              leecher.add(
                  TorrentSpec.of(sample.metainfo(), folder.resolve("target" + i))
                      .withPeers(List.of(addressOf(seeder))));
          await().until(() -> !asked.isEmpty());
          await().until(() -> download.status().peers().isEmpty());
          closed.incrementAndGet();
        }
      }
      assertThat(closed).hasValue(5);
      assertThat(asked).hasSize(1);
    }
  }

  /** A finder that hangs keeps no more connections than it is allowed to, and no others out. */
  @Test
  void aSlowFinderHoldsUpOnlyAFew() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger most = new AtomicInteger();
    AtomicInteger now = new AtomicInteger();
    TorrentFinder slow =
        _ -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          now.decrementAndGet();
          return Optional.empty();
        };
    FinderSettings settings =
        new FinderSettings(slow, FinderSettings.IDLE, 2, 3, FinderSettings.REFUSED);
    SampleTorrent running = SampleTorrent.single(Version.V1, 200_000, 5);
    running.saveIn(folder.resolve("source"));
    try (Engine seeder = Engine.open(local().withFinder(settings));
        Engine leecher = Engine.open(local())) {
      seeder.add(TorrentSpec.of(running.metainfo(), folder.resolve("source"))).completed().get();
      List<Torrent> stuck = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        stuck.add(
            leecher.add(
                TorrentSpec.of(
                        SampleTorrent.single(Version.V1, 50_000, 100 + i).metainfo(),
                        folder.resolve("stuck"))
                    .withPeers(List.of(addressOf(seeder)))));
      }
      await().until(() -> seeder.status().connecting() == 3 && now.get() == 2);

      fetch(leecher, seeder, TorrentSpec.of(running.metainfo(), folder.resolve("target")));

      assertThat(running.isIn(folder.resolve("target"))).isTrue();
      assertThat(most).hasValue(2);
      answer.countDown();
      await().until(() -> seeder.status().connecting() == 0);
    }
  }

  /** A file that is no longer what was hashed is not served, and its owner hears of it. */
  @Test
  void aFileChangedBeforeIsNotServed() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.HYBRID, 300_000, 6);
    Path file = saved(sample);
    CountDownLatch told = new CountDownLatch(1);
    know(sample.metainfo(), file, ContentGuard.ofStamp(file, 300_000, 12345, told::countDown));
    try (Engine seeder = Engine.open(local().withFinder(finder()));
        Engine leecher = Engine.open(local())) {
      leecher.add(
          TorrentSpec.of(sample.metainfo(), folder.resolve("target"))
              .withPeers(List.of(addressOf(seeder))));

      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      await().until(() -> seeder.torrents().isEmpty());
    }
  }

  /** What is changed while it is served stops at once: not one wrong block goes out. */
  @Test
  void aFileChangedWhileServedIsClosed() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.HYBRID, 2_000_000, 7);
    Path file = saved(sample);
    long size = Files.size(file);
    long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    CountDownLatch told = new CountDownLatch(1);
    know(sample.metainfo(), file, ContentGuard.ofStamp(file, size, modified, told::countDown));
    try (Engine seeder = Engine.open(local().withFinder(finder()));
        Engine leecher = Engine.open(local())) {
      Torrent download =
          leecher.add(
              TorrentSpec.of(sample.metainfo(), folder.resolve("target"))
                  .withLimits(new RateLimits(RateLimits.UNLIMITED, 400_000))
                  .withPeers(List.of(addressOf(seeder))));
      await().until(() -> download.status().piecesHave() > 2);

      Files.write(file, new byte[500_000], StandardOpenOption.WRITE);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
      download.setLimits(RateLimits.NONE);

      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      await().until(() -> seeder.torrents().isEmpty());
      await().until(() -> download.status().peers().isEmpty());
      TorrentStatus status = download.status();
      assertThat(status.piecesHave()).isLessThan(status.pieces());
      assertThat(status.left()).isNotEmpty();
    }
  }

  /** What is added for good takes the place of what ran by chance. */
  @Test
  void anAddedTorrentTakesTheFoundOnesPlace() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 100_000, 8);
    Path file = saved(sample);
    know(sample.metainfo(), file, ContentGuard.NONE);
    try (Engine seeder = Engine.open(local().withFinder(finder()));
        Engine leecher = Engine.open(local())) {
      fetch(leecher, seeder, TorrentSpec.of(sample.metainfo(), folder.resolve("target")));

      Torrent added = seeder.add(TorrentSpec.of(sample.metainfo(), folder.resolve("source")));

      added.completed().get(5, TimeUnit.SECONDS);
      await().untilAsserted(() -> assertThat(seeder.torrents()).containsExactly(added));
    }
  }

  /** A condition on the info stops a torrent before anything is written. */
  @Test
  void anObjectionStopsBeforeAByteIsWritten() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.HYBRID, 100_000, 9);
    know(sample.metainfo(), saved(sample), ContentGuard.NONE);
    try (Engine seeder = Engine.open(local().withFinder(finder()));
        Engine leecher = Engine.open(local())) {
      Path target = folder.resolve("target");
      Torrent download =
          leecher.add(
              TorrentSpec.of(sample.metainfo().hashes(), Optional.empty(), target)
                  .withCheck(
                      _ ->
                          Optional.of(
                              new TorrentStatus.Problem("no-good", Sentence.plain("not this"))))
                  .withPeers(List.of(addressOf(seeder))));

      await().until(() -> download.status().state() == TorrentStatus.State.FAILED);
      assertThat(download.status().problem().orElseThrow().code()).isEqualTo("no-good");
      assertThat(target).doesNotExist();
    }
  }

  /**
   * A disk that sleeps costs those who dialled meanwhile their connection, and nobody later: the
   * torrent is dropped while it is being opened, and its name can be asked for again.
   */
  @Test
  void whatOpenedTooSlowlyCanBeFoundAgain() throws Exception {
    SampleTorrent slow = SampleTorrent.single(Version.HYBRID, 100_000, 11);
    SampleTorrent quick = SampleTorrent.single(Version.V1, 100_000, 12);
    CountDownLatch awake = new CountDownLatch(1);
    know(slow.metainfo(), saved(slow), () -> isOver(awake));
    know(quick.metainfo(), saved(quick), ContentGuard.NONE);
    FinderSettings few =
        new FinderSettings(finder().finder(), Duration.ofMillis(400), 4, 2, Duration.ofMillis(100));
    Duration day = Duration.ofDays(1);
    Timeouts hasty = new Timeouts(day, Duration.ofSeconds(2), day, day, day);
    try (Engine seeder = Engine.open(local().withFinder(few).withTimeouts(hasty))) {
      for (InfoHash name : slow.metainfo().hashes().wire()) {
        assertThat(isAnswered(seeder, name)).as("while the disk sleeps").isFalse();
      }
      await().until(() -> seeder.torrents().isEmpty());
      awake.countDown();

      for (InfoHash name : slow.metainfo().hashes().wire()) {
        await().until(() -> isAnswered(seeder, name));
      }
      InfoHash other = quick.metainfo().hashes().wire().getFirst();
      await().until(() -> isAnswered(seeder, other));
    }
  }

  /** Who waits for a torrent that is taken away while it opens does not wait for ever. */
  @Test
  void whoWaitsForWhatIsTakenAwayIsTurnedAway() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 100_000, 13);
    CountDownLatch awake = new CountDownLatch(1);
    know(sample.metainfo(), saved(sample), () -> isOver(awake));
    InfoHash name = sample.metainfo().hashes().wire().getFirst();
    Duration day = Duration.ofDays(1);
    try (Engine seeder =
            Engine.open(
                local().withFinder(finder()).withTimeouts(new Timeouts(day, day, day, day, day)));
        RawPeer peer = new RawPeer(seeder, name, 1)) {
      await().until(() -> !seeder.torrents().isEmpty());

      Torrent added = seeder.add(TorrentSpec.of(sample.metainfo(), folder.resolve("source")));

      assertThat(peer.isAnswered()).isFalse();
      added.completed().get(10, TimeUnit.SECONDS);
      await().until(() -> isAnswered(seeder, name));
      awake.countDown();
    }
  }

  private static boolean isOver(CountDownLatch awake) {
    try {
      return awake.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isAnswered(Engine engine, InfoHash name) {
    try (RawPeer peer = new RawPeer(engine, name, 1)) {
      return peer.isAnswered();
    } catch (IOException e) {
      return false;
    }
  }
}
