package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of results that cannot be written. */
class LostOutputTest {
  private static final Path FULL = Path.of("/dev/full");

  @Test
  void aFullDiskIsAFailure() throws Exception {
    assumeThat(FULL).exists();
    for (String flag : List.of("--version", "--help")) {
      Process process = new ProcessBuilder(command(flag)).redirectOutput(FULL.toFile()).start();
      assertThat(said(process.getErrorStream())).as(flag).contains("No space left");
      assertThat(process.waitFor()).as(flag).isEqualTo(1);
    }
  }

  @Test
  void whoReadsNoFurtherHasEnough() throws Exception {
    Process process = new ProcessBuilder(command("--help")).start();
    // Gone long before the first byte is written.
    process.getInputStream().close();
    assertThat(said(process.getErrorStream())).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void theFirstFaultIsKept() {
    FirstFault stream =
        new FirstFault(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    assertThat(stream.isFault()).isFalse();
    assertThatIOException().isThrownBy(() -> stream.write(new byte[1], 0, 1));
    assertThat(stream.isFault()).isFalse();
    assertThat(stream.reason()).isEqualTo("Broken pipe");
  }

  private static List<String> command(String flag) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        flag);
  }

  private static String said(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}
