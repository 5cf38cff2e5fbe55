package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Candidate;
import minibit.daemon.api.model.FileDetail;
import minibit.daemon.api.model.Role;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.Status;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.api.model.TransferRequest;
import minibit.daemon.config.Settings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole daemons: what one shares all find, fetch from all who have it, and find again. */
class DaemonsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int SIZE = 6 << 20;

  @TempDir Path folder;

  /** Alone it is tracker soon, answers its API at once, and is gone within two seconds. */
  @Test
  void aLoneDaemonIsItsOwnTracker() throws Exception {
    try (Lab lab = new Lab(folder, "lone")) {
      Lab.write(lab.files("one").resolve("some words.txt"), 5_000, 1);
      Daemon one = lab.start("one", lab.files("one"));
      try (ApiClient client = ApiClient.of(one.home())) {
        assertThat(client.status().name()).isEqualTo("one");
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(client.status().group().role()).isEqualTo(Role.TRACKER));
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(Lab.found(client, "words")).isEqualTo(1));
        FileDetail detail = client.file("some words.txt");
        assertThat(detail.file().have()).isTrue();
        assertThat(detail.file().signedBy().orElseThrow().valid()).isTrue();
        assertThat(client.magnet("some words.txt").magnet()).contains("&tr=http");
        assertThat(client.torrent("some words.txt").bytes()).isNotEmpty();
        // A word of a name is not the name: what it may have meant is told, and not taken.
        assertThatThrownBy(
                () -> client.fetch(TransferRequest.content("words", Optional.empty(), List.of())))
            .isInstanceOfSatisfying(
                ApiException.class,
                e -> {
                  assertThat(e.status()).isEqualTo(404);
                  assertThat(e.candidates())
                      .extracting(Candidate::name)
                      .containsExactly("some words.txt");
                });
      }

      long start = System.nanoTime();
      one.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(one.home().resolve("api.json")).doesNotExist();
    }
  }

  /** Three share; one fetches what the two others hold, from both, and is a holder from then on. */
  @Test
  void whatOneSharesOthersFindAndFetchFromAllWhoHaveIt() throws Exception {
    try (Lab lab = new Lab(folder, "three")) {
      Path film = Lab.write(lab.files("one").resolve("the film.bin"), SIZE, 7);
      Lab.write(lab.files("two").resolve("same film.bin"), SIZE, 7);
      Daemon one = lab.start("one", lab.files("one"));
      Daemon two = lab.start("two", lab.files("two"));
      Daemon three = lab.start("three", lab.files("three"));
      await().atMost(PATIENCE).until(() -> holders(three, "film") == 2);

      // Without a byte of it: the hashes come from a holder, by the tracker or by itself.
      for (Daemon daemon : lab.daemons()) {
        Metainfo torrent =
            MetainfoParser.parseTorrent(daemon.backend().torrent("the film.bin").bytes());
        assertThat(torrent.hashes().v2().orElseThrow().hex())
            .isEqualTo(one.backend().magnet("the film.bin").infoHashV2());
      }

      Transfer transfer =
          three
              .backend()
              .fetch(TransferRequest.content("the film.bin", Optional.empty(), List.of()));
      await()
          .atMost(PATIENCE)
          .until(() -> three.backend().transfer(transfer.id()).transfer().state().isComplete());

      TransferDetail done = three.backend().transfer(transfer.id());
      assertThat(done.peers()).filteredOn(peer -> peer.downloaded() > 0).hasSize(2);
      Path fetched = lab.home("three").resolve("downloads").resolve("the film.bin");
      assertThat(Files.mismatch(fetched, film)).isEqualTo(-1);
      await().atMost(PATIENCE).until(() -> holders(one, "film") == 3);
      assertThat(three.backend().search(SearchRequest.of("film")).results().getFirst().have())
          .isTrue();

      Path late = Lab.write(lab.files("two").resolve("late.txt"), 100, 9);
      two.backend().refresh();
      await().atMost(PATIENCE).until(() -> lab.daemons().stream().allMatch(this::findsLate));
      assertThat(late).exists();
    }
  }

  private boolean findsLate(Daemon daemon) {
    return Lab.found(daemon.backend(), "late") == 1;
  }

  private static int holders(Daemon daemon, String words) {
    return Lab.search(daemon.backend(), words)
        .filter(found -> found.total() == 1)
        .map(found -> found.results().getFirst().holders().size())
        .orElse(-1);
  }

  /** The tracker goes: the others elect in a higher epoch and find what it had not. */
  @Test
  void afterTheTrackerLeftEverythingElseIsFoundAgain() throws Exception {
    try (Lab lab = new Lab(folder, "leaving")) {
      for (String name : List.of("one", "two", "three")) {
        Lab.write(lab.files(name).resolve("paper of " + name + ".pdf"), 20_000, name.hashCode());
        lab.start(name, lab.files(name));
      }
      Daemon one = lab.daemons().getFirst();
      Daemon three = lab.daemons().getLast();
      await().atMost(PATIENCE).until(() -> Lab.found(three.backend(), "paper") == 3);
      await().atMost(PATIENCE).until(() -> three.backend().status().group().voters().size() == 3);
      Status before = three.backend().status();

      one.close();

      await()
          .atMost(PATIENCE)
          .until(
              () -> Lab.tracker(three.backend()).filter(name -> !name.equals("one")).isPresent());
      await().atMost(PATIENCE).until(() -> Lab.found(three.backend(), "paper") == 2);
      assertThat(three.backend().status().group().epoch()).isGreaterThan(before.group().epoch());

      lab.again("one", lab.files("one"));
      await().atMost(PATIENCE).until(() -> Lab.found(three.backend(), "paper") == 3);
    }
  }

  /**
   * Of two the tracker goes. Whether the office was handed over in time or not, the one that stays
   * keeps its seat for as long as it takes, and both are whole when the other is back.
   */
  @Test
  @Tag("slow")
  void ofTwoTheOneThatStaysKeepsItsSeat() throws Exception {
    try (Lab lab = new Lab(folder, "two")) {
      lab.set("group.lease", "4200 ms");
      for (String name : List.of("one", "two")) {
        Lab.write(lab.files(name).resolve("paper of " + name + ".pdf"), 20_000, name.hashCode());
        lab.start(name, lab.files(name));
      }
      Daemon two = lab.daemons().getLast();
      await().atMost(PATIENCE).until(() -> Lab.found(two.backend(), "paper") == 2);

      lab.daemons().getFirst().close();
      await().atMost(PATIENCE).until(() -> isTrackerOrLongAlone(two));
      lab.again("one");

      await().atMost(PATIENCE).until(() -> Lab.found(two.backend(), "paper") == 2);
    }
  }

  private static boolean isTrackerOrLongAlone(Daemon daemon) {
    Status status = daemon.backend().status();
    return status.group().role() == Role.TRACKER
        || status.group().sinceHeartbeat().filter(seconds -> seconds > 9).isPresent();
  }

  @Test
  void aSecondDaemonOfOneHomeIsRefused() throws Exception {
    try (Lab lab = new Lab(folder, "twice")) {
      lab.start("one");
      assertThatThrownBy(() -> lab.again("one"))
          .isInstanceOf(HomeException.class)
          .hasMessageContaining("process id " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aPortInUseIsNamedWithTheFlagThatChoosesAnother() throws Exception {
    try (Lab lab = new Lab(folder, "ports")) {
      Daemon one = lab.start("one");
      String taken = one.backend().status().listen().member();
      assertThatThrownBy(
              () ->
                  Daemon.start(
                      DaemonOptions.of(folder.resolve("other"), "test"),
                      Settings.load(
                          folder.resolve("other"),
                          Map.of("MINIBIT_LISTEN_MEMBER", taken),
                          List.of())))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining(taken)
          .hasMessageContaining("--member");
      // What was opened before is closed: the home is free again.
      HomeFolder.open(folder.resolve("other")).close();
    }
  }
}
