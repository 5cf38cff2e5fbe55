package minibit.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Messages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a daemon did not start is said, whatever it wrote. */
class StartLogTest {
  @TempDir private Path folder;

  private CliException failure(int exit, byte[] written) throws IOException {
    Path file = Files.write(folder.resolve("start.log"), written);
    return new StartLog(file).failure(exit);
  }

  private CliException failure(int exit, String written) throws IOException {
    return failure(exit, written.getBytes(StandardCharsets.UTF_8));
  }

  private static String said(CliException failure) {
    return failure.text(Messages.english());
  }

  @Test
  void aComplaintKeepsItsCodeAndItsWords() throws Exception {
    CliException e =
        failure(
            5,
            "WARNING: odd\n{\"event\":\"x\"}\n"
                + "{\"error\":{\"code\":\"port-taken\",\"message\":\"Port 1 is taken.\"}}\n");
    assertThat(e.exit()).isEqualTo(5);
    assertThat(e.code()).isEqualTo("port-taken");
    assertThat(said(e)).isEqualTo("Port 1 is taken.");
  }

  @Test
  void aMachineThatDoesNotStartIsQuoted() throws Exception {
    CliException e =
        failure(
            1,
            "Error occurred during initialization of VM\n"
                + "Could not reserve enough space for object heap\n\tat nowhere\n");
    assertThat(e.exit()).isEqualTo(1);
    assertThat(e.code()).isEqualTo("background-said");
    assertThat(said(e))
        .contains(
            "code 1: Error occurred during initialization of VM"
                + " Could not reserve enough space for object heap (see ")
        .doesNotContain("at nowhere");
  }

  @Test
  void silenceIsAnExitCode() throws Exception {
    assertThat(failure(137, "\n").code()).isEqualTo("background-failed");
  }

  /** Another locale's bytes, control characters and great lengths. */
  @Test
  void whateverWasWrittenIsSaidShortAndPlain() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] written = new byte[random.nextInt(200_000)];
      random.nextBytes(written);
      CliException e = failure(1, written);
      assertThat(said(e)).hasSizeLessThan(1_000).doesNotContainPattern("\\p{Cc}");
    }
    assertThatCode(() -> failure(1, new byte[] {(byte) 0xe3, 'o', '\n'}))
        .doesNotThrowAnyException();
  }
}
