package minibit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A daemon on a machine of a {@link Lan}, spoken to by the commands that people use there. */
final class Member extends Running {
  /** What a command said and how it ended. */
  record Said(int exit, String out, String err) {
    JsonNode json() {
      if (exit != 0) {
        throw new AssertionError("exit " + exit + ": " + out + err);
      }
      return Json.read(out);
    }
  }

  private final Lan lan;
  private final int machine;
  private final Path home;

  private Member(Lan lan, int machine, Path home, Process process, Path log) {
    super("member " + machine, process, log);
    this.lan = lan;
    this.machine = machine;
    this.home = home;
  }

  /** Starts a daemon, or starts it again with what its home remembers. */
  static Member up(Lan lan, int machine, Path home, String group) {
    Path shared = Workspace.created(home.resolve("shared"));
    try {
      Path own = shared.resolve("file of " + machine + ".txt");
      if (!Files.exists(own)) {
        Files.writeString(own, "written on machine " + machine + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        Minibit.command(
            "up", shared.toString(), "--group", group, "--name", "m" + machine, "--no-shell");
    Path log = home.resolve("up.log");
    Process process = Running.spawn(log, home, lan.on(machine, command), Minibit.environment(home));
    return new Member(lan, machine, home, process, log);
  }

  /** Runs a command on this machine. */
  Said command(String... words) {
    List<String> command = new ArrayList<>(Minibit.command(words));
    try {
      Path errors = Files.createTempFile("member", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(lan.on(machine, command)).redirectError(errors.toFile());
      builder.environment().putAll(new HashMap<>(Minibit.environment(home)));
      Process process = builder.start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end: " + command);
      }
      String err = Files.readString(errors);
      Files.delete(errors);
      return new Said(process.exitValue(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The group as this member sees it. */
  JsonNode group() {
    return command("status", "--json").json().path("group");
  }

  /** The epoch it knows. */
  long epoch() {
    return group().path("epoch").asLong();
  }

  /** How many contents a search finds here. */
  int finds(String query) {
    Said said = command("search", query, "--json");
    return said.exit() == 0 ? said.json().path("total").asInt() : -1;
  }

  Map<String, String> place() {
    return Map.of("machine", "m" + machine, "home", home.toString());
  }

  /** Kills the daemon as a power cut would. */
  void kill() {
    try {
      process().descendants().forEach(ProcessHandle::destroyForcibly);
      process().destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected boolean ready() {
    Said said = command("status", "--json");
    return said.exit() == 0 && said.json().path("group").path("quorum").asBoolean();
  }

  @Override
  protected boolean complete() {
    return ready();
  }
}
