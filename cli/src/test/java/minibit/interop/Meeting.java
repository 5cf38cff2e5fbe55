package minibit.interop;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One seeder and one fetcher of one torrent, brought together; afterwards the files are compared.
 */
final class Meeting {
  /** Clients that reconsider whom to serve every 10 s, or dial every 5 s, need a few rounds. */
  static final Duration TRANSFER = Duration.ofSeconds(75);

  private final Path home;
  private final Torrent torrent;
  private boolean byMagnet;
  private Duration limit = TRANSFER;

  Meeting(Path home, Torrent torrent) {
    this.home = home;
    this.torrent = torrent;
  }

  /** The fetcher is given the magnet link only. */
  Meeting byMagnet() {
    byMagnet = true;
    return this;
  }

  Meeting within(Duration duration) {
    limit = duration;
    return this;
  }

  /** Whoever is able to dials the other, the fetcher rather than the seeder. */
  void meet(Client seeder, Client fetcher) {
    if (fetcher.dialsLoopback()) {
      fetcherDials(seeder, fetcher);
    } else {
      seederDials(seeder, fetcher);
    }
  }

  /** The seeder stands ready, then the fetcher comes and dials it. */
  void fetcherDials(Client seeder, Client fetcher) {
    try (Introducer introducer = new Introducer(torrent.swarm())) {
      Job seed = seedJob(seeder, introducer);
      Job fetch = fetchJob(introducer);
      introducer.introduce(fetch.listen(), seed.listen());
      if (fetcher.takesPeers()) {
        fetch = fetch.dialling(seed.listen());
      }
      try (Running seeding = seeder.seed(seed)) {
        seeding.awaitReady();
        try (Running fetching = fetcher.fetch(fetch)) {
          finish(fetcher, fetching, fetch);
        }
      }
    }
    forgetData();
  }

  /** The fetcher stands waiting, then the seeder comes and dials it. */
  void seederDials(Client seeder, Client fetcher) {
    try (Introducer introducer = new Introducer(torrent.swarm())) {
      Job seed = seedJob(seeder, introducer);
      Job fetch = fetchJob(introducer);
      introducer.introduce(seed.listen(), fetch.listen());
      if (seeder.takesPeers()) {
        seed = seed.dialling(fetch.listen());
      }
      try (Running fetching = fetcher.fetch(fetch)) {
        fetching.awaitReady();
        try (Running seeding = seeder.seed(seed)) {
          seeding.awaitReady();
          finish(fetcher, fetching, fetch);
        }
      }
    }
    forgetData();
  }

  private void finish(Client fetcher, Running fetching, Job fetch) {
    fetching.awaitReady();
    fetching.awaitComplete(limit);
    Digests.assertSame(torrent.original(), torrent.in(fetch.folder()), fetcher.makesEmptyFiles());
  }

  private Job seedJob(Client seeder, Introducer introducer) {
    Path own = Workspace.created(home.resolve("seeder"));
    Path folder = torrent.seedFolder(own.resolve("data"), seeder.wantsPadFiles());
    String source = torrent.withTracker(own, introducer.url()).toString();
    return new Job(source, folder, Loopback.next(), own);
  }

  private Job fetchJob(Introducer introducer) {
    Path own = Workspace.created(home.resolve("fetcher"));
    Path folder = Workspace.created(own.resolve("data"));
    InetSocketAddress listen = Loopback.next();
    String source =
        byMagnet
            ? torrent.magnetWithTracker(introducer.url())
            : torrent.withTracker(own, introducer.url()).toString();
    return new Job(source, folder, listen, own);
  }

  /** Logs stay; the data of a transfer that went well is not worth its space. */
  private void forgetData() {
    Workspace.remove(home.resolve("seeder/data"));
    Workspace.remove(home.resolve("fetcher/data"));
  }
}
