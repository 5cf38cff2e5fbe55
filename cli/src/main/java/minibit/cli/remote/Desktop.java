package minibit.cli.remote;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import minibit.cli.frame.Messages;

/** The screen of the person at this machine, if there is one. */
final class Desktop {
  /** An opener hands on and ends, or stays as long as the browser; one that fails fails at once. */
  private static final long SECONDS_TO_FAIL = 2;

  private final String opener;

  private Desktop(String opener) {
    this.opener = opener;
  }

  /** The desktop that the environment tells of; none over ssh, in a container, on a server. */
  static Optional<Desktop> of(Map<String, String> environment, String system) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return Optional.of(new Desktop("open"));
    }
    if (name.startsWith("windows")) {
      return Optional.of(new Desktop("explorer"));
    }
    boolean screen =
        Stream.of("WAYLAND_DISPLAY", "DISPLAY")
            .anyMatch(variable -> !environment.getOrDefault(variable, "").isEmpty());
    boolean found =
        Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "xdg-open")));
    return screen && found ? Optional.of(new Desktop("xdg-open")) : Optional.empty();
  }

  /** Opens a file with whatever its owner opens such files with; false if that did not work. */
  boolean open(Path file) throws InterruptedException {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(List.of(opener, file.toUri().toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      giveLanguageBack(builder.environment());
      Process process = builder.start();
      return !process.waitFor(SECONDS_TO_FAIL, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      // There is no such program after all: the address is printed anyway.
      return false;
    }
  }

  /** A browser that starts now shall speak its user's language, not the one of our file names. */
  static void giveLanguageBack(Map<String, String> environment) {
    String language = environment.remove(Messages.VARIABLE);
    if (language != null) {
      environment.remove("LC_ALL");
      if (!language.isEmpty()) {
        environment.put("LC_MESSAGES", language);
      }
    }
  }
}
