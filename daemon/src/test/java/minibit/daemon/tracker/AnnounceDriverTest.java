package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceIdentity;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.Announcer;
import minibit.core.announce.Progress;
import minibit.core.announce.TrackerStatus;
import minibit.core.announce.TrackerUrl;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.daemon.net.SourceAddress;
import minibit.daemon.trace.WireTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Announces against a real tracker, in a time of the test's own: alarms go off when it says so. */
@Timeout(30)
class AnnounceDriverTest {
  private static final InfoHashes HASHES =
      InfoHashes.v1(InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2"));

  private final Alarms alarms = new Alarms();
  private final TrackerClients clients =
      new TrackerClients(InstantSource.system(), new Random(1), SourceAddress.ANY);
  private final Heard heard = new Heard();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @AfterEach
  void close() {
    clients.close();
    alarms.shutdownNow();
  }

  /** Keeps what is scheduled instead of waiting for it. */
  private static final class Alarms extends ScheduledThreadPoolExecutor {
    private final List<Runnable> set = new ArrayList<>();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    Alarms() {
      super(1);
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      set.add(task);
      waits.add(Duration.of(delay, unit.toChronoUnit()));
      Callable<Void> nothing = () -> null;
      return super.schedule(nothing, 1, TimeUnit.DAYS);
    }

    synchronized Runnable last() {
      return set.getLast();
    }
  }

  private static final class Heard implements AnnounceListener {
    private final List<AnnounceEvent> asked = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<PeerAddress> peers = new CopyOnWriteArrayList<>();

    @Override
    public void asking(TrackerUrl tracker, AnnounceRequest request) {
      asked.add(request.event());
    }

    @Override
    public void failed(TrackerUrl tracker, String message) {
      failures.add(message);
    }

    @Override
    public void peersFound(TrackerUrl tracker, List<PeerAddress> found) {
      peers.addAll(found);
    }
  }

  private AnnounceDriver driver(int port) {
    return new AnnounceDriver(
        new Announcer(
            new AnnounceIdentity(HASHES, PeerId.random(new Random(port)), 6881, 7),
            List.of(List.of("http://127.0.0.1:" + port + "/announce")),
            new Random(1)),
        clients,
        alarms,
        () -> now,
        () -> new Progress(0, 0, 9, 5),
        heard);
  }

  private static TrackerServer tracker(int port) throws Exception {
    return TrackerServer.start(
        TrackerSettings.at(new InetSocketAddress("127.0.0.1", port)), _ -> {}, WireTrace.NONE);
  }

  /** At the start, after the interval, and at the end, each with its event. */
  @Test
  void announcesRegularlyAndSaysGoodbye() throws Exception {
    try (TrackerServer tracker = tracker(0)) {
      AnnounceDriver driver = driver(tracker.port());
      assertThat(heard.asked).isEmpty();
      driver.start();
      await().until(() -> state(driver) == TrackerStatus.State.WORKING);
      await().until(() -> !alarms.waits.isEmpty());
      assertThat(tracker.view(10)).hasSize(1);
      now = now.plus(Duration.ofHours(1));
      alarms.last().run();
      await().until(() -> heard.asked.size() == 2);
      await().until(() -> state(driver) == TrackerStatus.State.WORKING);

      driver.stop().get(5, TimeUnit.SECONDS);

      assertThat(heard.asked)
          .containsExactly(AnnounceEvent.STARTED, AnnounceEvent.NONE, AnnounceEvent.STOPPED);
      assertThat(tracker.view(10).stream().allMatch(swarm -> swarm.peers().isEmpty())).isTrue();
      assertThat(heard.failures).isEmpty();
    }
  }

  /** A dead tracker is asked less and less often, and welcome when it is back. */
  @Test
  void backsOffFromADeadTracker() throws Exception {
    int port;
    try (TrackerServer gone = tracker(0)) {
      port = gone.port();
    }
    AnnounceDriver driver = driver(port);
    List<Duration> rests = new ArrayList<>();
    driver.start();
    for (int failures = 1; failures <= 4; failures++) {
      int count = failures;
      await().until(() -> heard.failures.size() == count);
      await().until(() -> driver.status().getFirst().next().isPresent());
      Duration rest = Duration.between(now, driver.status().getFirst().next().orElseThrow());
      rests.add(rest);
      now = now.plus(rest);
      alarms.last().run();
    }

    assertThat(rests).isSorted().doesNotHaveDuplicates();
    assertThat(rests.getLast()).isGreaterThanOrEqualTo(rests.getFirst().multipliedBy(8));
    assertThat(heard.asked).containsOnly(AnnounceEvent.STARTED);
  }

  /** Nobody is told of an end of which nobody heard the beginning. */
  @Test
  void stoppingUnannouncedIsSilent() throws Exception {
    AnnounceDriver driver = driver(1);

    driver.stop().get(5, TimeUnit.SECONDS);

    assertThat(heard.asked).isEmpty();
  }

  private static TrackerStatus.State state(AnnounceDriver driver) {
    return driver.status().getFirst().state();
  }
}
