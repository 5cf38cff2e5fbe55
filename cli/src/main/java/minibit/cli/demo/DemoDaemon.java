package minibit.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import minibit.cli.frame.OwnProgram;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Status;

/** A daemon of the demo: a process, a home, a folder of files and one of downloads of its own. */
final class DemoDaemon implements AutoCloseable {
  private static final String ANY_PORT = "127.0.0.1:0";

  /** Five of these share a machine with whatever else runs on it. */
  private static final String HEAP = "-Xmx256m";

  /** A daemon is gone in two seconds; then patience ends. */
  private static final long LAST_MILLIS = 2_500;

  private final String name;
  private final Path folder;
  private final Process process;

  private DemoDaemon(String name, Path folder, Process process) {
    this.name = name;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param folder of its own
   * @param shares what it shares from the beginning
   * @param join a member to ask first, {@code host:port}; empty for the founder
   */
  static DemoDaemon start(
      String name, Path folder, String group, List<Path> shares, Optional<String> join)
      throws IOException {
    Files.createDirectories(folder);
    List<String> up =
        new ArrayList<>(List.of("up", "--no-shell", "--json", "--no-lsd", "--name", name));
    up.addAll(List.of("--home", folder.resolve("home").toString(), "--group", group));
    up.addAll(List.of("--listen", ANY_PORT, "--member", ANY_PORT, "--api", ANY_PORT));
    up.addAll(List.of("--set", "daemon.downloads=" + folder.resolve("downloads")));
    join.ifPresent(member -> up.addAll(List.of("--join", member)));
    shares.forEach(path -> up.add(path.toString()));
    List<String> command = new ArrayList<>(OwnProgram.commandLine(up));
    command.add(1, HEAP);
    ProcessBuilder builder =
        new ProcessBuilder(OwnProgram.deafToCtrlC(command))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("spoken.log").toFile());
    Map<String, String> environment = builder.environment();
    environment.remove("MINIBIT_TTY");
    environment.put("MINIBIT_PARENT", Long.toString(ProcessHandle.current().pid()));
    return new DemoDaemon(name, folder, builder.start());
  }

  String name() {
    return name;
  }

  Path home() {
    return folder.resolve("home");
  }

  Path downloads() {
    return folder.resolve("downloads");
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it says of itself, once it answers. */
  Optional<Status> status() throws IOException {
    Optional<ApiAddress> address = ApiAddress.read(home());
    if (address.filter(known -> known.pid() == pid()).isEmpty()) {
      return Optional.empty();
    }
    try (ApiClient client = client()) {
      return Optional.of(client.status());
    } catch (ApiException e) {
      // Not yet, or not any more.
      return Optional.empty();
    }
  }

  /** Speaks to it; to be closed by who asks. */
  ApiClient client() {
    return ApiClient.of(home());
  }

  /** Why it ended: the last it said. */
  String trouble() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("spoken.log"));
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  /** Ends it without a word, as a power cut would: SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end, as Ctrl-C would. */
  void end() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LAST_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
