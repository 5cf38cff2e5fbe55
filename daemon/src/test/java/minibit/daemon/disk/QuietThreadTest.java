package minibit.daemon.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Work that can wait gives way, and only that work. */
@EnabledOnOs(OS.LINUX)
class QuietThreadTest {
  private static int niceness() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      // After the name, which may have anything in it, the state is the first field.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Integer.parseInt(fields[16]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The thread that asks for it is nicer; the one beside it is what it was. */
  @Test
  void oneThreadStandsBack() throws Exception {
    int before = niceness();
    CompletableFuture<Integer> quiet = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  assertThat(QuietThread.standBack()).isTrue();
                  quiet.complete(niceness());
                });
    assertThat(quiet.get()).isEqualTo(10);
    thread.join();
    assertThat(niceness()).isEqualTo(before);
  }

  /** A virtual thread shares its carrier with others, so nothing is done to it. */
  @Test
  void virtualThreadsAreLeftAlone() throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> done.complete(QuietThread.standBack()));
    assertThat(done.get()).isFalse();
  }
}
