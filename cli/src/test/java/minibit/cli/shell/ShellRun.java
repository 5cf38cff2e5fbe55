package minibit.cli.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import minibit.cli.Cli;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Interrupts;
import minibit.cli.frame.Messages;
import minibit.cli.output.Output;
import minibit.cli.output.Terminal;
import minibit.cli.remote.HomeSession;
import minibit.cli.remote.Troubles;
import minibit.daemon.api.model.ApiException;

/**
 * A shell that ran in a test.
 *
 * @param exit the exit code
 * @param out what went to stdout
 * @param err what went to stderr
 */
record ShellRun(int exit, String out, String err) {
  /** Something that happens after the first line was read. */
  interface Step {
    void happen();
  }

  /** Runs lines as if they came from a pipe. */
  static ShellRun script(Map<String, String> environment, ShellOptions options, String... lines) {
    String script = String.join("\n", lines);
    return run(
        environment, options, new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
  }

  /** The same, and something happens when the first line has been read. */
  static ShellRun script(ShellOptions options, Step step, String... lines) {
    InputStream first = stream(lines[0] + "\n");
    InputStream rest = stream(String.join("\n", java.util.List.of(lines).subList(1, lines.length)));
    InputStream between =
        new InputStream() {
          @Override
          public int read() {
            step.happen();
            return -1;
          }
        };
    return run(
        Map.of(), options, new SequenceInputStream(new SequenceInputStream(first, between), rest));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ShellRun run(
      Map<String, String> environment, ShellOptions options, InputStream in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Context context = context(environment, out, err, options.targets().getFirst().home());
    int exit;
    try {
      exit = Shell.script(context, options, in);
    } catch (ApiException e) {
      exit = Troubles.exit(e);
    }
    context.output().flush();
    return new ShellRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The context of a shell over these streams. */
  static Context context(
      Map<String, String> environment, OutputStream out, OutputStream err, Path home) {
    Messages messages = Messages.of(environment);
    Interrupts interrupts = new Interrupts();
    return new Context(
        messages,
        new Output(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.of(environment),
            false,
            false,
            messages.locale()),
        interrupts,
        home,
        environment,
        ExitCode.OK,
        new HomeSession(home),
        Cli.app(environment, out, err, interrupts));
  }
}
