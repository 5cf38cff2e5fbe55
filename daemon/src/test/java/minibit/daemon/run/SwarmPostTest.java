package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import minibit.daemon.api.model.SwarmPicture;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three daemons: each sees what the two others send each other. */
class SwarmPostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Half a minute at the limit below: seen long before it is over. */
  private static final int SIZE = 8 << 20;

  @TempDir Path folder;

  /** The first is tracker and has nothing: that {@code one} gives to {@code three}, it must ask. */
  @Test
  void othersLinksAreSeenByTheTrackerAndByItsMembers() throws Exception {
    try (Lab lab = new Lab(folder, "picture")) {
      lab.set("transfers.limit-down", "256 KiB");
      Lab.write(lab.files("one").resolve("the film.bin"), SIZE, 3);
      Daemon two = lab.start("two");
      lab.start("one", lab.files("one"));
      Daemon three = lab.start("three");
      for (Daemon daemon : List.of(two, three)) {
        await().atMost(PATIENCE).until(() -> Lab.found(daemon.backend(), "film") == 1);
      }

      Transfer ofTwo = fetch(two);
      Transfer ofThree = fetch(three);

      await().atMost(PATIENCE).until(() -> sees(two, ofTwo, "one", "three"));
      await().atMost(PATIENCE).until(() -> sees(three, ofThree, "one", "two"));
      // Whoever tells of it, each daemon is one node, and each knows itself.
      for (Daemon daemon : List.of(two, three)) {
        Transfer transfer = daemon == two ? ofTwo : ofThree;
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(daemon.backend().swarm(transfer.id()).nodes())
                        .extracting(SwarmPicture.Node::name)
                        .containsExactlyInAnyOrder("one", "two", "three"));
      }
      assertThat(two.backend().swarm(ofTwo.id()).nodes().getFirst().name()).isEqualTo("two");
    }
  }

  private static Transfer fetch(Daemon daemon) {
    return daemon
        .backend()
        .fetch(TransferRequest.content("the film.bin", Optional.empty(), List.of()));
  }

  private static boolean sees(Daemon daemon, Transfer transfer, String from, String to) {
    SwarmPicture picture = daemon.backend().swarm(transfer.id());
    Map<String, String> names =
        picture.nodes().stream()
            .collect(Collectors.toMap(SwarmPicture.Node::id, SwarmPicture.Node::name));
    Function<String, String> name = id -> names.getOrDefault(id, "");
    return picture.links().stream()
        .anyMatch(link -> name.apply(link.from()).equals(from) && name.apply(link.to()).equals(to));
  }
}
