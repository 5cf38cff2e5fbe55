package minibit.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The programs the tests need: found, or the test fails and names the Debian package that brings
 * them.
 */
final class Tool {
  private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(2);

  private Tool() {}

  /** The path of a program. */
  static String require(String program, String debianPackage) {
    String path = System.getenv("PATH") + ":/usr/bin:/usr/sbin";
    for (String folder : path.split(":")) {
      Path file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    throw new AssertionError(
        program + " is missing: apt-get install " + debianPackage + ", or run .ci/install-clients");
  }

  /**
   * Debian's own Python, the one its libtorrent package belongs to, whatever else stands on the
   * path.
   */
  static String pythonWithLibtorrent() {
    String python = "/usr/bin/python3";
    if (!Files.isExecutable(Path.of(python))
        || exitCode(List.of(python, "-c", "import libtorrent")) != 0) {
      throw new AssertionError(
          "libtorrent is missing: apt-get install python3-libtorrent, or run .ci/install-clients");
    }
    return python;
  }

  /** A file of the interop test resources. */
  static String script(String name) {
    Path script = Workspace.ROOT.resolve("cli/src/test/resources/interop").resolve(name);
    if (!Files.exists(script)) {
      throw new AssertionError("no such test resource: " + script);
    }
    return script.toString();
  }

  /**
   * Runs a command to its end and gives what it printed; a failing command fails the test with its
   * words.
   */
  static String run(List<String> command) {
    try {
      Path errors = Files.createTempFile("interop", ".err");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      boolean ended = process.waitFor(COMMAND_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      String complaints = Files.readString(errors);
      Files.delete(errors);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(
            String.join(" ", command)
                + (ended ? " failed: " : " did not end: ")
                + output
                + complaints);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: " + command, e);
    }
  }

  private static int exitCode(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: " + command, e);
    }
  }
}
