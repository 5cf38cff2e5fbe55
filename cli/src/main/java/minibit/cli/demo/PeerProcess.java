package minibit.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import minibit.cli.frame.OwnProgram;
import minibit.cli.output.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A minibit of its own, in a process and a folder of its own, watched through the events it prints.
 * Any thread may ask; one virtual thread listens.
 */
final class PeerProcess implements AutoCloseable {
  /** What the peer told last. */
  record State(long done, long total, long down, long up, long downloaded, long uploaded) {
    static final State NONE = new State(0, 0, 0, 0, 0, 0);
  }

  private final String name;
  private final Path folder;
  private final Path log;
  private final Process process;
  private volatile State state = State.NONE;
  private volatile boolean complete;
  private volatile String trouble = "";

  private PeerProcess(String name, Path folder, Path log, Process process) {
    this.name = name;
    this.folder = folder;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts {@code minibit} with these arguments and {@code --json}.
   *
   * @param folder where the peer keeps its content
   * @param keep where it keeps its home and its log
   */
  static PeerProcess start(String name, Path folder, Path keep, List<String> arguments)
      throws IOException {
    Files.createDirectories(folder);
    Files.createDirectories(keep);
    Path log = keep.resolve(name + ".log");
    List<String> words = new ArrayList<>(arguments);
    words.addAll(List.of("--json", "--home", keep.resolve(name + ".home").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(OwnProgram.commandLine(words)).redirectError(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.remove("MINIBIT_TTY");
    environment.put("MINIBIT_PARENT", Long.toString(ProcessHandle.current().pid()));
    PeerProcess peer = new PeerProcess(name, folder, log, builder.start());
    Thread.ofVirtual().name(name).start(peer::listen);
    return peer;
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      // The process ended while it spoke; its exit says the rest.
      complete = false;
    }
  }

  private void hear(String line) {
    JsonNode event;
    try {
      event = Json.read(line);
    } catch (JacksonException e) {
      return;
    }
    switch (event.path("event").asString("")) {
      case "progress" ->
          state =
              new State(
                  event.path("done").asLong(0),
                  event.path("total").asLong(0),
                  event.path("down").asLong(0),
                  event.path("up").asLong(0),
                  event.path("downloaded").asLong(0),
                  event.path("uploaded").asLong(0));
      case "complete", "seeding" -> {
        long bytes = event.path("bytes").asLong(0);
        state =
            new State(
                bytes,
                bytes,
                0,
                0,
                event.path("downloaded").asLong(0),
                event.path("uploaded").asLong(0));
        complete = true;
      }
      default -> trouble = event.path("error").path("message").asString(trouble);
    }
  }

  String name() {
    return name;
  }

  Path folder() {
    return folder;
  }

  /** Why it ended: the error it told, else the last of its log. */
  String trouble() throws IOException {
    if (!trouble.isEmpty()) {
      return trouble;
    }
    List<String> lines = Files.readAllLines(log);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  State state() {
    return state;
  }

  /** Whether it has everything, verified. */
  boolean isComplete() {
    return complete;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end, as Ctrl-C would. */
  void end() {
    process.destroy();
  }

  /** Ends it for good. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(1200, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
