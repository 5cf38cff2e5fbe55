package minibit.interop;

import static minibit.interop.Cast.LIBTORRENT;
import static minibit.interop.Cast.MINIBIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import minibit.interop.Introducer.Announce;
import minibit.interop.Minibit.Talking;
import minibit.interop.Torrent.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Downloads that are killed, starved, left with one named peer, or asked to end. */
@Tag("interop")
class InterruptionTest {
  private static final long SIZE = 64 << 20;
  private static final long ENOUGH = 32 << 20;

  /** Pieces that may have been in flight when the process was killed. */
  private static final long IN_FLIGHT = 8 << 20;

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long END_MILLIS = 2000;

  private final Torrent torrent = Torrent.of(Payload.FILE, Version.V1, SIZE);

  // What was verified before the kill is neither fetched nor read again.
  @Test
  void aKilledDownloadGoesOnWhereItWas() throws Exception {
    Path home = Workspace.fresh("interruption", "killed");
    Job seed = seedJob(home, torrent.file());
    Job fetch = fetchJob(home, torrent.file()).dialling(seed.listen());
    long verified;
    try (Running seeding = MINIBIT.seed(seed)) {
      seeding.awaitReady();
      try (Talking first = Minibit.run("download", fetch, "--limit-down", "16M")) {
        first.await("has half", LIMIT, () -> first.done() >= ENOUGH);
        verified = first.done();
        first.process().destroyForcibly().waitFor();
      }
    }

    try (Talking second = Minibit.run("download", fetch, "--seed")) {
      second.await("knows what it has", LIMIT, () -> second.done() > 0);
      assertThat(second.done()).isGreaterThanOrEqualTo(verified - IN_FLIGHT);
      assertThat(bytesRead(second.process())).as("bytes read").isLessThan(verified);
      try (Running seeding = MINIBIT.seed(seed.dialling(fetch.listen()))) {
        seeding.awaitReady();
        second.awaitComplete(LIMIT);
      }
      assertThat(second.lastEvent("complete").orElseThrow().path("downloaded").asLong())
          .isLessThanOrEqualTo(SIZE - verified + IN_FLIGHT);
    }
    assertFetched(fetch);
  }

  // No tracker in the torrent, nothing found by itself: the peer named on the command line is all.
  @Test
  void aNamedPeerIsEnough() throws Exception {
    Path home = Workspace.fresh("interruption", "named-peer");
    Job seed = seedJob(home, torrent.file());
    Job fetch = fetchJob(home, torrent.file()).dialling(seed.listen());
    try (Running seeding = LIBTORRENT.seed(seed)) {
      seeding.awaitReady();
      try (Talking fetching = Minibit.run("download", fetch)) {
        assertThat(fetching.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(fetching.process().exitValue()).isZero();
        assertThat(fetching.complete()).isTrue();
      }
    }
    assertFetched(fetch);
  }

  @Test
  void saysWhatNobodyHoldsAndCompletesWhenAHolderReturns() throws Exception {
    Path home = Workspace.fresh("interruption", "starved");
    Path half = Workspace.created(home.resolve("half"));
    Job partial = new Job(torrent.file().toString(), halfOfTheFile(half), Loopback.next(), half);
    Job fetch = fetchJob(home, torrent.file()).dialling(partial.listen());
    try (Running holder = LIBTORRENT.fetch(partial)) {
      holder.awaitReady();
      try (Talking fetching = Minibit.run("download", fetch, "--seed")) {
        fetching.await("has all there is", LIMIT, () -> fetching.done() == SIZE / 2);
        fetching.await("says what is missing", LIMIT, () -> missing(fetching) == SIZE / 2 / 262144);
        assertThat(fetching.complete()).isFalse();

        Job seed = seedJob(home, torrent.file()).dialling(fetch.listen());
        try (Running returning = LIBTORRENT.seed(seed)) {
          returning.awaitReady();
          fetching.awaitComplete(LIMIT);
        }
      }
    }
    assertFetched(fetch);
  }

  @Test
  void asksForAnEndAndGetsItAtOnce() throws Exception {
    Path home = Workspace.fresh("interruption", "terminated");
    try (Introducer introducer = new Introducer(torrent.swarm())) {
      Path announced = torrent.withTracker(home, introducer.url());
      Job seed = seedJob(home, announced);
      Job fetch = fetchJob(home, announced).dialling(seed.listen());
      try (Running seeding = MINIBIT.seed(seed)) {
        seeding.awaitReady();
        try (Talking fetching = Minibit.run("download", fetch, "--limit-down", "4M")) {
          fetching.await("has begun", LIMIT, () -> fetching.done() > 0);
          assertEndsAtOnce(fetching, fetch, introducer);
        }
        assertEndsAtOnce(seeding, seed, introducer);
      }
    }
  }

  private static void assertEndsAtOnce(Running running, Job job, Introducer introducer)
      throws InterruptedException {
    running.process().destroy();
    assertThat(running.process().waitFor(END_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(introducer.announces()).contains(new Announce(job.listen().getPort(), "stopped"));
    assertThat(Loopback.isFree(job.listen())).isTrue();
  }

  private static long missing(Talking fetching) {
    return fetching.lastEvent("progress").orElseThrow().path("missing").asLong();
  }

  /** Everything the process has read so far, from files, sockets and its own program. */
  private static long bytesRead(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/io")).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .sum();
  }

  private Path halfOfTheFile(Path place) throws IOException {
    Path folder = Workspace.created(place.resolve("data"));
    Files.copy(torrent.original(), torrent.in(folder));
    try (RandomAccessFile file = new RandomAccessFile(torrent.in(folder).toFile(), "rw")) {
      file.setLength(SIZE / 2);
    }
    return folder;
  }

  private Job seedJob(Path home, Path source) {
    Path own = Workspace.created(home.resolve("seeder"));
    Path folder = own.resolve("data");
    if (!Files.exists(folder)) {
      torrent.seedFolder(folder, false);
    }
    return new Job(source.toString(), folder, Loopback.next(), own);
  }

  private static Job fetchJob(Path home, Path source) {
    Path own = Workspace.created(home.resolve("fetcher"));
    Path folder = Workspace.created(own.resolve("data"));
    return new Job(source.toString(), folder, Loopback.next(), own);
  }

  private void assertFetched(Job fetch) {
    Digests.assertSame(torrent.original(), torrent.in(fetch.folder()), true);
    Workspace.remove(fetch.folder());
  }
}
