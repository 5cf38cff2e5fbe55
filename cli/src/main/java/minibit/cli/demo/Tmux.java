package minibit.cli.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.OwnProgram;
import minibit.daemon.run.HomeFolder;

/**
 * Daemons side by side in tmux: for each a window with its shell above and its log below. The
 * session runs on a server of its own, so that nobody's other sessions are touched.
 */
final class Tmux {
  private Tmux() {}

  /** Says what to install if it is not there. */
  static void check() throws CliException {
    program();
  }

  private static Path program() throws CliException {
    String path = System.getenv().getOrDefault("PATH", "");
    Optional<Path> found =
        List.of(path.split(File.pathSeparator)).stream()
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "tmux"))
            .filter(Files::isExecutable)
            .findFirst();
    return found.orElseThrow(() -> new CliException(ExitCode.FAILURE, "no-tmux"));
  }

  /** Shows a group and returns when its session is left or ended. */
  static void show(DemoGroup group) throws IOException, CliException, InterruptedException {
    Path tmux = program();
    String session = group.name();
    boolean first = true;
    for (DemoDaemon daemon : group.daemons()) {
      List<String> window =
          first
              ? List.of("new-session", "-d", "-s", session, "-n", daemon.name())
              : List.of("new-window", "-t", session, "-n", daemon.name());
      run(tmux, session, window, shell(daemon));
      run(
          tmux,
          session,
          List.of("split-window", "-d", "-v", "-l", "40%", "-t", session + ":" + daemon.name()),
          "tail -n 100 -F " + quoted(HomeFolder.logFile(daemon.home()).toString()));
      first = false;
    }
    run(tmux, session, List.of("select-window", "-t", session + ":peer1"), "");
    Process attached =
        new ProcessBuilder(tmux.toString(), "-L", session, "attach", "-t", session)
            .inheritIO()
            .start();
    try {
      attached.waitFor();
    } finally {
      run(tmux, session, List.of("kill-session", "-t", session), "");
    }
  }

  private static String shell(DemoDaemon daemon) {
    List<String> words =
        OwnProgram.commandLine(List.of("shell", "--home", daemon.home().toString()));
    return "MINIBIT_TTY=012 exec "
        + words.stream().map(Tmux::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static void run(Path tmux, String server, List<String> words, String command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(tmux.toString(), "-L", server));
    line.addAll(words);
    if (!command.isEmpty()) {
      line.add(command);
    }
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 && !words.contains("kill-session")) {
      throw new IOException("tmux: " + said.strip());
    }
  }
}
