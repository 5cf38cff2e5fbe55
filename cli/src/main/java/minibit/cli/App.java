package minibit.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import minibit.cli.frame.Aliases;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.GlobalOptions;
import minibit.cli.frame.Interrupts;
import minibit.cli.frame.Messages;
import minibit.cli.frame.Runner;
import minibit.cli.frame.Version;
import minibit.cli.output.Output;
import minibit.cli.output.Terminal;
import minibit.cli.remote.HomeSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: arguments in, exit code out, once or (from the shell) line by line. */
final class App implements Runner {
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

  /** Runs what the process was started with. */
  int run(String... arguments) {
    return run(new Line(List.of(arguments), environment, interrupts, HomeSession::new, false));
  }

  /** Ends a run whose results did not reach whom they were for, which would not say so itself. */
  int lost(int exit, String reason, String... arguments) {
    Messages messages = language(List.of(arguments), environment);
    err.println("minibit: " + messages.text("error.output-lost", reason));
    return exit == ExitCode.OK ? ExitCode.FAILURE : exit;
  }

  @Override
  public int run(Line line) {
    if (asksVersionOnly(line.words())) {
      out.println("minibit " + Version.NUMBER);
      out.flush();
      return ExitCode.OK;
    }
    List<String> args = helpAsFlag(inOurWords(line.words()));
    Messages messages = language(args, line.environment());
    Output output = output(line, messages, args.contains("--json"), false);
    Complaints complaints = new Complaints(messages, output, line.inShell());
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!encoding.equalsIgnoreCase("UTF-8") && String.join("", args).indexOf('\uFFFD') >= 0) {
      return complaints.usage("unreadable-words", encoding);
    }
    String name = commandName(args);
    if (name != null && !Commands.has(name)) {
      return complaints.unknownCommand(name);
    }
    if (name != null) {
      DigestWarmUp.begin(name, args);
    }
    GlobalOptions global = new GlobalOptions();
    CommandLine parser =
        name == null
            ? CommandLines.withAll(global, messages)
            : CommandLines.with(global, messages, name);
    try {
      ParseResult parsed = parser.parseArgs(args.toArray(String[]::new));
      return act(line, parsed, global, messages);
    } catch (ParameterException e) {
      return complaints.usage(e);
    } finally {
      output.flush();
    }
  }

  /** Scripts ask for it most often: it needs neither a parser nor a language. */
  private static boolean asksVersionOnly(List<String> words) {
    return words.size() == 1 && (words.contains("--version") || words.contains("-V"));
  }

  private int act(Line line, ParseResult parsed, GlobalOptions global, Messages messages) {
    Output output = output(line, messages, global.json(), global.quiet());
    CommandLine asked = deepest(parsed);
    if (global.help()) {
      Ansi ansi = output.terminal().colourOut() ? Ansi.ON : Ansi.OFF;
      output.line(asked.getUsageMessage(ansi).stripTrailing());
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
    Complaints complaints = new Complaints(messages, output, line.inShell());
    if (global.lang() != null && Messages.named(global.lang()).isEmpty()) {
      return complaints.usage("unknown-language", global.lang());
    }
    if (!(asked.getCommand() instanceof Command command)) {
      if (global.json()) {
        return complaints.usage("no-command");
      }
      output.error(asked.getUsageMessage().stripTrailing());
      return ExitCode.USAGE;
    }
    LogSetup.prepare(global.verbosity(), output::error);
    Path home = global.home(line.environment());
    Context context =
        new Context(
            messages,
            output,
            line.interrupts(),
            home,
            line.environment(),
            global.verbosity(),
            line.session().apply(home),
            this);
    try {
      return command.run(context);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return line.interrupts().interrupted()
          ? ExitCode.INTERRUPTED
          : complaints.failure(e, home, global.verbosity() > 1);
    } finally {
      output.status(List.of());
      output.flush();
    }
  }

  private static CommandLine deepest(ParseResult parsed) {
    ParseResult last = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    return last.commandSpec().commandLine();
  }

  private Output output(Line line, Messages messages, boolean json, boolean quiet) {
    Terminal terminal = Terminal.of(line.environment());
    return new Output(out, err, terminal, json, quiet, messages.locale());
  }

  /** The language must be known before anything can be said, a faulty command line included. */
  private static Messages language(List<String> args, Map<String, String> environment) {
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

  /** The Portuguese name of a command is as good as the English one. */
  private static List<String> inOurWords(List<String> args) {
    List<String> ours = new ArrayList<>(args);
    int place = commandPlace(args);
    if (place >= 0) {
      ours.set(place, Aliases.command(args.get(place)));
    }
    return ours;
  }

  private static @Nullable String commandName(List<String> args) {
    int place = commandPlace(args);
    return place < 0 ? null : args.get(place);
  }

  private static int commandPlace(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (GLOBAL_WITH_VALUE.contains(arg)) {
        i++;
      } else if (!arg.startsWith("-")) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public List<String> commands() {
    return Commands.NAMES;
  }

  @Override
  public String summary(String command, Messages messages) {
    return messages.text("minibit." + command + ".usage.description");
  }

  @Override
  public List<String> flags(String command) {
    if (!Commands.has(command)) {
      return List.of();
    }
    CommandLine parser = new CommandLine(Commands.spec(command));
    return Stream.concat(
            parser.getCommandSpec().options().stream().map(OptionSpec::longestName),
            Stream.of("--json", "--help"))
        .toList();
  }
}
