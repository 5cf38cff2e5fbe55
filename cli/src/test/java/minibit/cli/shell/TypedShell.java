package minibit.cli.shell;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import minibit.cli.frame.Context;
import org.awaitility.Awaitility;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;

/** A shell on a terminal that only a test sees. */
final class TypedShell implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern CONTROL =
      Pattern.compile("\u001b\\[[0-9;?$]*[@-~]|\u001b[=>]|\u0007");

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final PipedOutputStream keys = new PipedOutputStream();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private TypedShell() {}

  static TypedShell open(ShellOptions options) throws Exception {
    TypedShell shell = new TypedShell();
    // A terminal of its own discipline: Ctrl-C becomes a signal, line ends are translated.
    Terminal terminal =
        new ExternalTerminal(
            "test",
            "xterm",
            new PipedInputStream(shell.keys),
            shell.screen,
            StandardCharsets.UTF_8);
    terminal.setSize(new Size(160, 40));
    Map<String, String> environment = Map.of("MINIBIT_TTY", "01", "TERM", "xterm", "NO_COLOR", "1");
    Context context =
        ShellRun.context(
            environment, shell.screen, shell.screen, options.targets().getFirst().home());
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                shell.exit.complete(Consoles.interactive(context, options, terminal));
              } catch (RuntimeException e) {
                shell.exit.completeExceptionally(e);
              }
            });
    return shell;
  }

  /** Types this, as keys. */
  void type(String text) throws Exception {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** Everything that was ever on the screen, without what moved the cursor. */
  String text() {
    return CONTROL.matcher(screen.toString(StandardCharsets.UTF_8)).replaceAll("");
  }

  /** Waits until one of these is seen. */
  void waitFor(String... any) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(text()).containsAnyOf(any));
  }

  void waitForTimes(String part, int times) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> text().split(Pattern.quote(part), -1).length > times);
  }

  void waitUntil(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).until(condition);
  }

  int exit() throws Exception {
    return exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Hangs up. */
  @Override
  public void close() throws Exception {
    keys.close();
    exit();
  }
}
