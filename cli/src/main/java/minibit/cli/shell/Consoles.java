package minibit.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import minibit.cli.frame.Context;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Makes the console of a shell on a terminal. */
final class Consoles {
  private Consoles() {}

  /** The launcher says which descriptors are terminals; a shell on one reads and writes there. */
  static boolean onTerminal(Map<String, String> environment) {
    String descriptors = environment.getOrDefault("MINIBIT_TTY", "");
    return descriptors.contains("0") && descriptors.contains("1");
  }

  static int interactive(Context context, ShellOptions options) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .name("minibit")
            .system(true)
            .encoding(StandardCharsets.UTF_8)
            .build();
    return interactive(context, options, terminal);
  }

  /** A shell on this terminal, which is closed at the end, also when the process is stopped. */
  static int interactive(Context context, ShellOptions options, Terminal terminal) {
    Targets[] late = new Targets[1];
    LineReader reader =
        LineReaderBuilder.builder()
            .appName("minibit")
            .terminal(terminal)
            .parser(new WordsParser())
            .completer(
                (line, parsed, candidates) ->
                    new Completion(context.runner(), late[0], Shell.commands(context.runner()))
                        .complete(line, parsed, candidates))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .build();
    History.keep(reader, context.home());
    TerminalConsole console =
        new TerminalConsole(terminal, reader, context.messages(), options.targets().size() > 1);
    late[0] = new Targets(options.targets(), Optional.of(console));
    // A terminal left in raw mode would be useless to whoever comes after us.
    Runnable restore = console::close;
    context.interrupts().onInterrupt(restore);
    try (console) {
      return new Shell(context, options, late[0], console).loop();
    } finally {
      context.interrupts().forget(restore);
    }
  }
}
