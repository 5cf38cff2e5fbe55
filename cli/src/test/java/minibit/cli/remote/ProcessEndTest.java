package minibit.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessEndTest {
  /** A daemon whose parent never asks how it ended is over all the same, as in a container. */
  @Test
  void whoIsOnlyListedIsOver() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")));
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
    try (BufferedReader out = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();

      assertThat(ProcessEnd.await(child, Duration.ofSeconds(20))).isTrue();
      assertThat(child.isAlive()).isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void whoRunsIsNot() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(ProcessEnd.await(process.toHandle(), Duration.ofMillis(50))).isFalse();
    } finally {
      process.destroyForcibly();
    }
    assertThat(ProcessEnd.await(process.toHandle(), Duration.ofSeconds(20))).isTrue();
  }
}
