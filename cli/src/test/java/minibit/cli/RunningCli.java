package minibit.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import minibit.cli.frame.Interrupts;
import org.awaitility.Awaitility;

/** A command that goes on while a test looks at what it prints; closing is Ctrl-C. */
public final class RunningCli implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Interrupts interrupts = new Interrupts();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private RunningCli() {}

  /** Starts it on a thread of its own. */
  public static RunningCli start(String... args) {
    return start(Map.of(), args);
  }

  /** The same with these variables. */
  public static RunningCli start(Map<String, String> environment, String... args) {
    RunningCli cli = new RunningCli();
    App app =
        new App(
            environment,
            new PrintStream(cli.out, true, StandardCharsets.UTF_8),
            new PrintStream(cli.err, true, StandardCharsets.UTF_8),
            cli.interrupts);
    Thread.ofPlatform().daemon().start(() -> cli.exit.complete(app.run(args)));
    return cli;
  }

  /** The first line of stdout that contains this, waited for. */
  public String line(String part) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> lines().stream().filter(line -> line.contains(part)).findFirst().orElse(""),
            line -> !line.isEmpty());
  }

  /** What was printed to stdout so far. */
  public List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** What was said on stderr so far. */
  public String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Waits for the end. */
  public int exit() throws Exception {
    return exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Ctrl-C. */
  public void interrupt() {
    interrupts.trigger();
  }

  @Override
  public void close() throws Exception {
    interrupt();
    exit();
  }
}
