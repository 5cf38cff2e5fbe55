package minibit.cli.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The end of a process that is not our child. Who started it may read its exit status late or, as
 * the first process of many containers, never: on Linux until then it is listed, a zombie, though
 * nothing of it runs.
 */
final class ProcessEnd {
  /** Looking is one system call. */
  private static final Duration LOOK = Duration.ofMillis(10);

  private ProcessEnd() {}

  /** Waits until nothing of it runs; false if something still does after so long. */
  static boolean await(ProcessHandle process, Duration patience) throws InterruptedException {
    long limit = System.nanoTime() + patience.toNanos();
    while (!isOver(process)) {
      if (System.nanoTime() - limit > 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
    return true;
  }

  /** Whether nothing of it runs any more. */
  static boolean isOver(ProcessHandle process) {
    return !process.isAlive() || isZombie(process.pid());
  }

  private static boolean isZombie(long pid) {
    try {
      // The state stands after the name, which is in brackets and may hold anything.
      String line =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return line.startsWith(" Z", line.lastIndexOf(')') + 1);
    } catch (IOException e) {
      // Not Linux, or gone meanwhile: whether it is alive says all.
      return false;
    }
  }
}
