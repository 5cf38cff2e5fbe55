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
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.Announcer;
import minibit.core.announce.Progress;
import minibit.core.announce.TrackerStatus;
import minibit.core.announce.TrackerUrl;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;
import minibit.daemon.tracker.AnnounceDriver;
import minibit.daemon.tracker.AnnounceListener;

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
                new AnnounceIdentity(
                    hashes, ourId, host.port(), random.nextInt(), host.settings().encryption()),
                tiers,
                random),
            host.trackers(),
            host.timer(),
            time::now,
            progress,
            new Heard(host.settings().trace(), found));
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

  /** Passes addresses on, and tells the trace what went to and fro. */
  private record Heard(WireTrace trace, Consumer<List<PeerAddress>> found)
      implements AnnounceListener {
    @Override
    public void peersFound(TrackerUrl tracker, List<PeerAddress> peers) {
      found.accept(peers);
    }

    @Override
    public void asking(TrackerUrl tracker, AnnounceRequest request) {
      trace.announce(Direction.OUT, tracker, request);
    }

    @Override
    public void answered(TrackerUrl tracker, AnnounceRequest request, AnnounceResponse response) {
      trace.answer(Direction.IN, tracker, response);
    }
  }
}
