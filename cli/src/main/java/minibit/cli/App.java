package minibit.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.GlobalOptions;
import minibit.cli.frame.Interrupts;
import minibit.cli.frame.Messages;
import minibit.cli.output.Output;
import minibit.cli.output.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One run of the command line: arguments in, exit code out. */
final class App {
  private static final Set<String> GLOBAL_WITH_VALUE = Set.of("--home", "--lang");

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final Interrupts interrupts;

  App(Map<String, String> environment, PrintStream out, PrintStream err, Interrupts interrupts) {
    this.environment = environment;
    this.out = out;
    this.err = err;
    this.interrupts = interrupts;
  }

  int run(String... arguments) {
    List<String> args = helpAsFlag(List.of(arguments));
    Messages messages = language(args);
    Output output = output(messages, args.contains("--json"), false);
    Complaints complaints = new Complaints(messages, output);
    String name = commandName(args);
    if (name != null && !Commands.has(name)) {
      return complaints.unknownCommand(name);
    }
    GlobalOptions global = new GlobalOptions();
    CommandLine parser =
        name == null
            ? CommandLines.withAll(global, messages)
            : CommandLines.with(global, messages, name);
    try {
      ParseResult parsed = parser.parseArgs(args.toArray(String[]::new));
      return act(parsed, global, messages);
    } catch (ParameterException e) {
      return complaints.usage(e);
    } finally {
      output.flush();
    }
  }

  private int act(ParseResult parsed, GlobalOptions global, Messages messages) {
    Output output = output(messages, global.json(), global.quiet());
    CommandLine asked = deepest(parsed);
    if (global.help()) {
      output.line(asked.getUsageMessage().stripTrailing());
      return ExitCode.OK;
    }
    if (global.version()) {
      if (global.json()) {
        output.json(Map.of("version", Version.NUMBER));
      } else {
        output.line("minibit " + Version.NUMBER);
      }
      return ExitCode.OK;
    }
    Complaints complaints = new Complaints(messages, output);
    if (global.lang() != null && Messages.named(global.lang()).isEmpty()) {
      return complaints.usage("unknown-language", global.lang());
    }
    if (!(asked.getCommand() instanceof Command command)) {
      output.error(asked.getUsageMessage().stripTrailing());
      return ExitCode.USAGE;
    }
    LogSetup.prepare(global.verbosity(), output::error);
    Context context =
        new Context(messages, output, interrupts, global.home(environment), environment);
    try {
      return command.run(context);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return interrupts.interrupted()
          ? ExitCode.INTERRUPTED
          : complaints.failure(e, global.verbosity() > 1);
    } finally {
      output.status(List.of());
      output.flush();
    }
  }

  private static CommandLine deepest(ParseResult parsed) {
    ParseResult last = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    return last.commandSpec().commandLine();
  }

  private Output output(Messages messages, boolean json, boolean quiet) {
    return new Output(out, err, Terminal.of(environment), json, quiet, messages.locale());
  }

  /** The language must be known before anything can be said, a faulty command line included. */
  private Messages language(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.startsWith("--lang=")) {
        return Messages.named(arg.substring(7)).orElseGet(() -> Messages.of(environment));
      }
      if (arg.equals("--lang") && i + 1 < args.size()) {
        return Messages.named(args.get(i + 1)).orElseGet(() -> Messages.of(environment));
      }
    }
    return Messages.of(environment);
  }

  /** {@code help download} is {@code download --help}. */
  private static List<String> helpAsFlag(List<String> args) {
    if (args.isEmpty() || !args.getFirst().equals("help")) {
      return args;
    }
    return args.size() == 1 ? List.of("--help") : List.of(args.get(1), "--help");
  }

  private static @Nullable String commandName(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (GLOBAL_WITH_VALUE.contains(arg)) {
        i++;
      } else if (!arg.startsWith("-")) {
        return arg;
      }
    }
    return null;
  }
}
