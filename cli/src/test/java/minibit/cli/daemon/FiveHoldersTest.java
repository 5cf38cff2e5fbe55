package minibit.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import minibit.cli.RunningCli;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.TransferDetail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that five daemons hold, each a process that can be killed. */
@Tag("slow")
@Timeout(240)
class FiveHoldersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SIZE = 24 << 20;

  @TempDir Path folder;
  private final List<DaemonProcess> daemons = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (DaemonProcess daemon : daemons.reversed()) {
      daemon.close();
    }
  }

  /** All five give; the one that is killed on the way costs no error, and what it gave is shown. */
  @Test
  void allFiveGiveAndOneMayBeKilled() throws Exception {
    byte[] film = new byte[SIZE];
    new Random(5).nextBytes(film);
    List<String> flags = new ArrayList<>(List.of("--group", "five"));
    for (int i = 1; i <= 5; i++) {
      Path files = Files.createDirectories(folder.resolve("h" + i).resolve("files"));
      Files.write(files.resolve("film.bin"), film);
      daemons.add(up("h" + i, flags, "--set", "transfers.limit-up=1 MiB/s"));
      if (i == 1) {
        flags.addAll(List.of("--join", daemons.getFirst().memberAddress()));
      }
    }
    DaemonProcess last = up("last", flags);
    daemons.add(last);
    await().atMost(PATIENCE).until(() -> holders(last) == 5);

    try (RunningCli get = RunningCli.start("get", "film.bin", "--json", "--home", last.home());
        ApiClient api = ApiClient.of(Path.of(last.home()))) {
      await().atMost(PATIENCE).until(() -> givers(api).size() == 5);
      daemons.get(2).kill();
      assertThat(get.exit()).isZero();
      assertThat(get.said()).doesNotContain("error");

      assertThat(givers(api)).containsExactlyInAnyOrder("h1", "h2", "h3", "h4", "h5");
      TransferDetail done = detail(api);
      assertThat(done.transfer().state().isComplete()).isTrue();
      assertThat(done.transfer().problem()).isEmpty();
      assertThat(done.peers().stream().mapToLong(TransferDetail.Peer::downloaded).sum())
          .isGreaterThanOrEqualTo(SIZE);
    }
    Path fetched = Path.of(last.home()).resolve("downloads/film.bin");
    assertThat(Files.readAllBytes(fetched)).isEqualTo(film);
  }

  private DaemonProcess up(String name, List<String> flags, String... more) throws Exception {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return DaemonProcess.up(folder, name, all.toArray(String[]::new));
  }

  private static int holders(DaemonProcess daemon) {
    if (daemon.papers() < 0 || daemon.run("list", "holders", "film.bin").exit() != 0) {
      return 0;
    }
    return daemon.json("list", "holders", "film.bin").path("holders").size();
  }

  private static List<String> givers(ApiClient api) {
    return detail(api).peers().stream()
        .filter(peer -> peer.downloaded() > 0)
        .map(peer -> peer.member().orElse("nobody"))
        .toList();
  }

  private static TransferDetail detail(ApiClient api) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> api.transfer("film.bin"), found -> true);
  }
}
