package minibit.cli.shell;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import minibit.cli.frame.Aliases;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Interrupts;
import minibit.cli.frame.Messages;
import minibit.cli.frame.Runner;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.remote.HomeSession;
import minibit.cli.shell.ShellOptions.Quit;
import minibit.core.metainfo.Magnet;
import minibit.daemon.api.model.Status;

/**
 * Lines read one after another, each a command for the daemon in use. What it knows by itself: how
 * to leave, to help, to switch daemons, and that {@code download} takes whatever names a content.
 * One thread.
 */
public final class Shell {
  /** What only a shell knows. */
  static final List<String> BUILT_INS = List.of("download", "use", "help", "quit");

  /** Commands that would be a second shell, or are none for people. */
  private static final Set<String> NOT_HERE = Set.of("shell", "up", "demo", "completion");

  private final Context context;
  private final ShellOptions options;
  private final Output output;
  private final Targets targets;
  private final Console console;
  private int lines;
  private boolean left;

  /** The only daemon's own name; of several daemons the one in use shows its target's. */
  private String name = "";

  Shell(Context context, ShellOptions options, Targets targets, Console console) {
    this.context = context;
    this.options = options;
    this.output = context.output();
    this.targets = targets;
    this.console = console;
  }

  /**
   * Runs a shell until it is left: on the terminal if stdin and stdout are one, else over the lines
   * of stdin.
   *
   * @return 0 after a shell on a terminal; of a script, the exit code of its last command, or with
   *     {@code strict} of the first that failed
   */
  public static int run(Context context, ShellOptions options) throws IOException {
    return Consoles.onTerminal(context.environment())
        ? Consoles.interactive(context, options)
        : script(context, options, System.in);
  }

  /** Whether there is a terminal to have a shell on. */
  public static boolean onTerminal(Context context) {
    return Consoles.onTerminal(context.environment());
  }

  /** Runs the lines of a stream. */
  static int script(Context context, ShellOptions options, InputStream in) {
    try (ScriptConsole console = new ScriptConsole(in)) {
      Targets targets = new Targets(options.targets(), Optional.empty());
      return new Shell(context, options, targets, console).loop();
    }
  }

  /** The commands that make sense here, in the order they are shown. */
  static List<String> commands(Runner runner) {
    return Completion.withBuiltIns(runner.commands(), BUILT_INS).stream()
        .filter(command -> !NOT_HERE.contains(command))
        .toList();
  }

  int loop() {
    boolean interactive = console.dialogue().isPresent();
    greet(interactive);
    int exit = ExitCode.OK;
    while (!left && !context.interrupts().interrupted()) {
      output.flush();
      Optional<String> line = console.next(prompt());
      if (line.isEmpty()) {
        break;
      }
      lines++;
      int ended = perform(line.get(), exit);
      if (!interactive && ended != ExitCode.OK && ended != exit) {
        output.note(context.text("shell.line-failed", lines, ended));
      }
      exit = ended;
      if (options.strict() && !interactive && exit != ExitCode.OK) {
        break;
      }
    }
    // What becomes of several daemons, whoever started them says.
    if (interactive && options.targets().size() == 1) {
      output.note(farewell());
    }
    return interactive ? ExitCode.OK : exit;
  }

  /** A shell without its daemon makes no sense; one of several may well be away. */
  private void greet(boolean interactive) {
    if (options.targets().size() > 1) {
      if (interactive) {
        output.note(context.text("shell.targets", names()));
        output.note(context.text("shell.hint"));
      }
      return;
    }
    Status status = targets.daemon().status();
    name = status.name();
    if (interactive) {
      output.note(
          context.text(
              "shell.greeting", output.name(status.name()), output.name(status.group().name())));
      output.note(context.text("shell.hint"));
    }
  }

  private String farewell() {
    return switch (options.quit()) {
      case CLOSES_SHELL -> context.text("shell.left");
      case STOPS_DAEMON -> context.text("shell.stops");
    };
  }

  private String names() {
    return String.join(", ", options.targets().stream().map(Target::name).toList());
  }

  private String prompt() {
    return output.styled(
        Style.HANDLE, output.name(name.isEmpty() ? targets.current().name() : name) + "> ");
  }

  /** Runs one line; an empty one leaves the exit code as it was. */
  private int perform(String line, int before) {
    Words cut = Words.of(line);
    if (cut.open() != 0) {
      return complain("shell.open-quote", String.valueOf(cut.open()));
    }
    if (cut.words().isEmpty()) {
      return before;
    }
    List<String> words = new ArrayList<>(cut.words().stream().map(Tilde::word).toList());
    String command = Aliases.command(words.getFirst());
    if (isNumber(command) && console.dialogue().isPresent()) {
      words.addFirst("download");
      command = "download";
    }
    List<String> rest = words.subList(1, words.size());
    return switch (command) {
      case "quit", "exit" -> leave();
      case "help", "?" -> help(rest);
      case "use" -> use(rest);
      case "download" -> run(download(rest));
      default -> other(command, words);
    };
  }

  private static boolean isNumber(String word) {
    return word.length() <= 4 && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private int leave() {
    left = true;
    return ExitCode.OK;
  }

  private int other(String command, List<String> words) {
    if (NOT_HERE.contains(command)) {
      return complain("shell.not-here", command);
    }
    // Whoever started the daemon with this shell stops it, and does so at once.
    boolean ours = command.equals("down") && options.quit() == Quit.STOPS_DAEMON;
    return ours && options.targets().size() == 1 && words.size() == 1 ? leave() : run(words);
  }

  /** One word for all that can be fetched: torrents and links are added, the rest is looked up. */
  static List<String> download(List<String> rest) {
    List<String> words = new ArrayList<>(rest);
    boolean torrent =
        rest.stream()
            .filter(word -> !word.startsWith("-"))
            .findFirst()
            .filter(word -> Magnet.isMagnet(word) || word.endsWith(".torrent"))
            .isPresent();
    if (!torrent) {
      words.addFirst("get");
      return words;
    }
    words.addFirst("add");
    if (!words.remove("--no-wait")) {
      words.add("--wait");
    }
    return words;
  }

  private int run(List<String> words) {
    List<String> line = new ArrayList<>();
    if (output.isJson() && !words.contains("--json")) {
      line.add("--json");
    }
    if (output.isQuiet() && Stream.of("-q", "--quiet").noneMatch(words::contains)) {
      line.add("-q");
    }
    line.addAll(words);
    int exit = console.cancellable(context.interrupts(), interrupts -> run(line, interrupts));
    if (exit == ExitCode.UNREACHABLE) {
      targets.forgetConnection();
    }
    return exit;
  }

  private int run(List<String> words, Interrupts interrupts) {
    Target target = targets.current();
    return context
        .runner()
        .run(
            new Runner.Line(
                words,
                environment(target),
                interrupts,
                home -> home.equals(target.home()) ? targets : new HomeSession(home),
                true));
  }

  /** The shell's own language, home and width are every line's. */
  private Map<String, String> environment(Target target) {
    Map<String, String> environment = new HashMap<>(context.environment());
    environment.put(Messages.VARIABLE, context.messages().locale().toLanguageTag());
    environment.put("MINIBIT_HOME", target.home().toString());
    if (console.columns() > 0) {
      environment.put("COLUMNS", String.valueOf(console.columns()));
    }
    return environment;
  }

  private int use(List<String> rest) {
    if (rest.size() > 1) {
      return complain("error.unexpected", rest.get(1));
    }
    if (rest.isEmpty()) {
      for (Target target : options.targets()) {
        String mark = target.equals(targets.current()) ? "* " : "  ";
        output.line(
            mark + output.name(target.name()) + "  " + output.name(target.home().toString()));
      }
      return ExitCode.OK;
    }
    if (!targets.use(rest.getFirst())) {
      complain("shell.no-target", rest.getFirst(), names());
      return ExitCode.NOT_FOUND;
    }
    return ExitCode.OK;
  }

  private int help(List<String> rest) {
    if (rest.isEmpty()) {
      new Help(context, commands(context.runner())).print();
      return ExitCode.OK;
    }
    String command = Aliases.command(rest.getFirst());
    Optional<String> ofOurs = Help.ofBuiltIn(context, command);
    if (ofOurs.isPresent()) {
      output.line(ofOurs.get());
      return ExitCode.OK;
    }
    return run(List.of(command, "--help"));
  }

  private int complain(String key, Object... args) {
    String text = output.name(context.text(key, args));
    output.error(output.styledNote(Style.BAD, "minibit:") + " " + text);
    return ExitCode.USAGE;
  }
}
