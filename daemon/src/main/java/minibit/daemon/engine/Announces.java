package minibit.daemon.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator.SplittableGenerator;
import minibit.core.announce.AnnounceIdentity;
import minibit.core.announce.Announcer;
import minibit.core.announce.Progress;
import minibit.core.announce.TrackerStatus;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.daemon.tracker.AnnounceDriver;

/** A running torrent's trackers. Any thread. */
final class Announces {
  private final AnnounceDriver driver;
  private final MonotonicTime time;

  Announces(
      Host host,
      InfoHashes hashes,
      PeerId ourId,
      List<List<String>> tiers,
      Supplier<Progress> progress,
      Consumer<List<PeerAddress>> found) {
    SplittableGenerator random = host.random().get();
    time = host.time();
    driver =
        new AnnounceDriver(
            new Announcer(
                new AnnounceIdentity(hashes, ourId, host.port(), random.nextInt()), tiers, random),
            host.trackers(),
            host.timer(),
            time::now,
            progress,
            (tracker, peers) -> found.accept(peers));
  }

  void start() {
    driver.start();
  }

  void completed() {
    driver.completed();
  }

  CompletableFuture<Void> stop() {
    return driver.stop();
  }

  List<TorrentStatus.TrackerStatus> status() {
    Instant now = time.now();
    List<TorrentStatus.TrackerStatus> all = new ArrayList<>();
    for (TrackerStatus one : driver.status()) {
      Optional<Duration> next =
          one.next()
              .filter(due -> due.isBefore(Instant.MAX))
              .map(due -> Duration.between(now, due))
              .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
      all.add(
          new TorrentStatus.TrackerStatus(
              one.tracker().toString(),
              one.tier(),
              one.state() == TrackerStatus.State.WORKING,
              one.message(),
              (int) one.seeders().orElse(-1),
              (int) one.leechers().orElse(-1),
              next));
    }
    return all;
  }
}
