package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lab in which everybody switches on at nine. */
@Tag("slow")
@Timeout(300)
class TwelveAtOnceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int DAEMONS = 12;

  @TempDir Path folder;

  /**
   * Twelve daemons that start in the same second, and know nobody but whom they hear, end in one
   * group; every file of each is found by all, and five of them vote.
   */
  @Test
  void twelveDaemonsBecomeOneGroupAndNoFileIsLost() throws Exception {
    String group = "nine o'clock " + ProcessHandle.current().pid();
    try (Lab lab = new Lab(folder, group)) {
      lab.set("discovery.multicast", "true");
      for (int i = 0; i < DAEMONS; i++) {
        Path files = lab.files("d" + i);
        Lab.write(files.resolve("paper of d" + i + ".txt"), 2_000, i);
        Lab.write(files.resolve("paper of all.txt"), 2_000, 100);
      }

      lab.together(IntStream.range(0, DAEMONS).mapToObj(i -> "d" + i).toList());

      for (Daemon daemon : lab.daemons()) {
        await().atMost(PATIENCE).until(() -> Lab.found(daemon.backend(), "paper") == DAEMONS + 1);
      }
      Daemon any = lab.daemons().getLast();
      await().atMost(PATIENCE).until(() -> any.backend().status().group().voters().size() == 5);
      assertThat(lab.daemons())
          .extracting(daemon -> daemon.backend().status().group().id())
          .containsOnly(any.backend().status().group().id());
      assertThat(any.backend().members().members()).hasSize(DAEMONS);
    }
  }
}
