package minibit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import minibit.cli.daemon.DaemonProcess;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.api.model.TransferRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody with libtorrent alone, and a group of daemons. */
@Tag("interop")
class GroupTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SIZE = 4 << 20;

  /**
   * One member holds a film and gives it slowly, another fetches it. Who has all of it, and opens
   * the torrent that the group hands out, gives it to the one that fetches.
   */
  @Test
  void whoHasAllGivesToTheMemberThatFetches() throws Exception {
    Path place = Workspace.fresh("group", "gives");
    byte[] film = new byte[SIZE];
    new Random(3).nextBytes(film);
    Path source = Workspace.created(place.resolve("ana/files")).resolve("film.bin");
    Files.write(source, film);
    Path own = Workspace.created(place.resolve("libtorrent"));
    Path data = Workspace.created(own.resolve("data"));
    Files.write(data.resolve("film.bin"), film);
    String slow = "transfers.limit-up=8 KiB/s";
    try (DaemonProcess ana = DaemonProcess.up(place, "ana", "--group", "lab", "--set", slow);
        DaemonProcess bob =
            DaemonProcess.up(
                place, "bob", "--group", "lab", "--set", slow, "--join", ana.memberAddress());
        ApiClient api = ApiClient.of(Path.of(bob.home()))) {
      bob.awaitPapers(2);
      Path torrent = own.resolve("film.torrent");
      byte[] bytes =
          Awaitility.await()
              .atMost(PATIENCE)
              .ignoreExceptions()
              .until(() -> api.torrent("film.bin").bytes(), found -> true);
      Files.write(torrent, bytes);
      String id = api.fetch(TransferRequest.content("film.bin", Optional.empty(), List.of())).id();
      Job job = new Job(torrent.toString(), data, Loopback.next(), own);
      try (Running seeding = Cast.LIBTORRENT.seed(job)) {
        seeding.awaitReady();
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> api.transfer(id).transfer().state().isComplete());
      }
      TransferDetail done = api.transfer(id);
      assertThat(done.peers())
          .anyMatch(peer -> peer.client().contains("libtorrent") && peer.downloaded() > SIZE / 2);
      assertThat(Files.readAllBytes(Path.of(bob.home()).resolve("downloads/film.bin")))
          .isEqualTo(film);
    }
  }
}
