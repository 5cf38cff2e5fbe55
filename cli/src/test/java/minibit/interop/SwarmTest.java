package minibit.interop;

import static minibit.interop.Cast.ARIA2;
import static minibit.interop.Cast.LIBTORRENT;
import static minibit.interop.Cast.MINIBIT;
import static minibit.interop.Cast.RTORRENT;
import static minibit.interop.Cast.TRANSMISSION;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everybody in one swarm, brought together by nothing but a tracker. */
@Tag("interop")
class SwarmTest {
  private static final long SIZE = 64 << 20;
  private static final Duration TRANSFER = Duration.ofSeconds(150);

  // One of us seeds; the tracker is ours as well.
  @Test
  void everybodyThroughOurTracker() {
    Path home = Workspace.fresh("swarm", "ours");
    InetSocketAddress address = Loopback.next();
    try (Running tracker = Minibit.tracker(address, home)) {
      tracker.awaitReady();
      swarm(home, announce("http", address), MINIBIT, everybody());
    }
  }

  // aria2 asks over UDP only with its DHT on, and rtorrent is told not to here. transmission dials
  // nobody on loopback: who comes after it hears of it and dials.
  @Test
  void othersThroughOurTrackerOverUdp() {
    Path home = Workspace.fresh("swarm", "ours-udp");
    InetSocketAddress address = Loopback.next();
    try (Running tracker = Minibit.tracker(address, home)) {
      tracker.awaitReady();
      swarm(home, announce("udp", address), LIBTORRENT, List.of(TRANSMISSION, MINIBIT, LIBTORRENT));
    }
  }

  // Somebody else's seed, somebody else's tracker: we are one fetcher among others.
  @Test
  void everybodyThroughOpentracker() {
    Path home = Workspace.fresh("swarm", "opentracker");
    InetSocketAddress address = Loopback.next();
    try (Running tracker = Opentracker.start(address, home, torrent())) {
      tracker.awaitReady();
      swarm(home, announce("http", address), LIBTORRENT, everybody());
    }
  }

  @Test
  void twoOfUsMeetThroughOpentrackerOverUdp() {
    Path home = Workspace.fresh("swarm", "udp");
    InetSocketAddress address = Loopback.next();
    try (Running tracker = Opentracker.start(address, home, torrent())) {
      tracker.awaitReady();
      swarm(home, announce("udp", address), MINIBIT, List.of(MINIBIT));
    }
  }

  // The harness's own proof for this class.
  @Test
  void theOthersThroughOpentracker() {
    Path home = Workspace.fresh("swarm", "others");
    InetSocketAddress address = Loopback.next();
    try (Running tracker = Opentracker.start(address, home, torrent())) {
      tracker.awaitReady();
      swarm(
          home,
          announce("http", address),
          LIBTORRENT,
          List.of(LIBTORRENT, TRANSMISSION, ARIA2, RTORRENT));
    }
  }

  private static Torrent torrent() {
    return Torrent.of(Payload.FOLDER, Version.V1, SIZE);
  }

  private static List<Client> everybody() {
    return List.of(MINIBIT, LIBTORRENT, TRANSMISSION, ARIA2, RTORRENT);
  }

  private static String announce(String scheme, InetSocketAddress tracker) {
    return scheme + "://" + Loopback.text(tracker) + "/announce";
  }

  private static void swarm(Path home, String announce, Client seeder, List<Client> fetchers) {
    Torrent torrent = torrent();
    String source = torrent.withTracker(home, announce).toString();
    Path own = Workspace.created(home.resolve("seeder-" + seeder.name()));
    Path folder = torrent.seedFolder(own.resolve("data"), seeder.wantsPadFiles());
    Map<Client, Job> jobs = new LinkedHashMap<>();
    List<Running> running = new ArrayList<>();
    try {
      Running seeding = seeder.seed(new Job(source, folder, Loopback.next(), own));
      running.add(seeding);
      seeding.awaitReady();
      for (Client fetcher : fetchers) {
        Path place = Workspace.created(home.resolve(fetcher.name()));
        Path data = Workspace.created(place.resolve("data"));
        Job job = new Job(source, data, Loopback.next(), place);
        jobs.put(fetcher, job);
        running.add(fetcher.fetch(job));
        running.getLast().awaitReady();
      }
      running.forEach(client -> client.awaitComplete(TRANSFER));
      jobs.forEach(
          (client, job) ->
              Digests.assertSame(
                  torrent.original(), torrent.in(job.folder()), client.makesEmptyFiles()));
    } finally {
      running.forEach(Running::close);
    }
    jobs.values().forEach(job -> Workspace.remove(job.folder()));
    Workspace.remove(folder);
  }
}
