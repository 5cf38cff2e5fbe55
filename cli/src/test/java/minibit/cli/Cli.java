package minibit.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import minibit.cli.frame.Dialogue;
import minibit.cli.frame.Interrupts;
import minibit.cli.frame.Results;
import minibit.cli.frame.Runner;
import minibit.cli.frame.Session;
import minibit.cli.remote.HomeSession;
import minibit.daemon.api.Backend;

/**
 * The command line run inside a test.
 *
 * @param exit the exit code
 * @param out what went to stdout
 * @param err what went to stderr
 */
public record Cli(int exit, String out, String err) {
  /** Runs without any environment. */
  public static Cli run(String... args) {
    return run(Map.of(), args);
  }

  /** Runs a command that speaks to this daemon, without anybody to ask. */
  public static Cli run(Backend daemon, String... args) {
    return run(Map.of(), daemon, args);
  }

  /** The same with these variables. */
  public static Cli run(Map<String, String> environment, Backend daemon, String... args) {
    return run(environment, new Interrupts(), home -> new FakeSession(daemon), args);
  }

  /** Runs with these variables. */
  public static Cli run(Map<String, String> environment, String... args) {
    return run(environment, new Interrupts(), HomeSession::new, args);
  }

  private static Cli run(
      Map<String, String> environment,
      Interrupts interrupts,
      Function<Path, Session> session,
      String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        app(environment, out, err, interrupts)
            .run(new Runner.Line(List.of(args), environment, interrupts, session, false));
    return new Cli(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The program over these streams. */
  public static Runner app(
      Map<String, String> environment, OutputStream out, OutputStream err, Interrupts interrupts) {
    return new App(
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        interrupts);
  }

  /** A daemon, and nobody to ask. */
  private record FakeSession(Backend daemon) implements Session {
    @Override
    public Optional<Dialogue> dialogue() {
      return Optional.empty();
    }

    @Override
    public Results results() {
      return new Results();
    }
  }
}
