package minibit.cli.daemon;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.cli.Cli;
import minibit.cli.Main;
import minibit.cli.output.Json;
import tools.jackson.databind.JsonNode;

/**
 * A daemon in a process of its own, on loopback, started by {@code up} and spoken to by commands.
 */
public final class DaemonProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Path folder;
  private final Process process;

  private DaemonProcess(String name, Path folder, Process process) {
    this.name = name;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts one, or starts it again with what its home remembers; it shares {@code
   * folder/name/files}.
   *
   * @param more flags of {@code up}
   */
  public static DaemonProcess up(Path folder, String name, String... more) throws IOException {
    Path own = folder.resolve(name);
    Path files = Files.createDirectories(own.resolve("files"));
    Files.writeString(files.resolve("paper of " + name + ".txt"), "written by " + name);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                files.toString()));
    command.addAll(List.of("--no-shell", "--json", "--no-lsd", "--name", name));
    command.addAll(List.of("--listen", "127.0.0.1:0", "--member", "127.0.0.1:0"));
    command.addAll(List.of("--home", own.resolve("home").toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(own.resolve("up.log").toFile()))
            .start();
    DaemonProcess daemon = new DaemonProcess(name, own, process);
    await().atMost(PATIENCE).until(() -> daemon.run("status").exit() == 0 || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError(name + " did not start: " + Files.readString(own.resolve("up.log")));
    }
    return daemon;
  }

  String name() {
    return name;
  }

  /** Its folder. */
  public String home() {
    return folder.resolve("home").toString();
  }

  /** Where others ask it to be taken in. */
  public String memberAddress() {
    return json("status").path("listen").path("member").asString();
  }

  /** A command spoken to this daemon. */
  Cli run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--home", home()));
    return Cli.run(all.toArray(String[]::new));
  }

  /** What a command that succeeds prints. */
  JsonNode json(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    Cli done = run(all.toArray(String[]::new));
    if (done.exit() != 0) {
      throw new AssertionError(List.of(words) + " ends with " + done.exit() + ": " + done.out());
    }
    return Json.read(done.out());
  }

  /** How many papers a search finds here; -1 without an answer that is up to date. */
  int papers() {
    Cli done = run("search", "paper", "--json");
    if (done.exit() != 0) {
      return done.exit() == 3 ? 0 : -1;
    }
    JsonNode found = Json.read(done.out());
    return found.path("stale").asBoolean() ? -1 : found.path("total").asInt();
  }

  /** Waits until so many papers are found here. */
  public void awaitPapers(int count) {
    await(name + " finds " + count).atMost(PATIENCE).until(() -> papers() == count);
  }

  /** The group as this daemon sees it. */
  JsonNode group() {
    return json("status").path("group");
  }

  /** As a power cut. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
