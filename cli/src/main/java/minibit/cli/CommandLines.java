package minibit.cli;

import minibit.cli.frame.Arguments;
import minibit.cli.frame.GlobalOptions;
import minibit.cli.frame.Messages;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Parsers made of commands. */
final class CommandLines {
  private CommandLines() {}

  /** A parser that knows one command. */
  static CommandLine with(GlobalOptions global, Messages messages, String command) {
    CommandLine root = root(global);
    root.addSubcommand(Commands.spec(command));
    return finish(root, messages);
  }

  /** A parser that knows every command. */
  static CommandLine withAll(GlobalOptions global, Messages messages) {
    CommandLine root = root(global);
    Commands.NAMES.forEach(name -> root.addSubcommand(Commands.spec(name)));
    Commands.HIDDEN.forEach(name -> root.addSubcommand(Commands.spec(name)));
    return finish(root, messages);
  }

  /** A parser of everything, to derive completion scripts from. */
  static CommandLine complete() {
    return withAll(new GlobalOptions(), Messages.english());
  }

  private static CommandLine root(GlobalOptions global) {
    CommandLine root = new CommandLine(Arguments.of("minibit", global));
    root.getCommandSpec().parser().collectErrors(false);
    return root;
  }

  private static CommandLine finish(CommandLine root, Messages messages) {
    root.setResourceBundle(messages.bundle());
    root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    root.setUsageHelpAutoWidth(false);
    root.setUsageHelpWidth(100);
    // A repeated flag of one value is a slip worth telling, not a reason to pick one silently.
    root.setOverwrittenOptionsAllowed(false);
    // "@file" arguments are no feature of ours, and torrents may well be called so.
    root.setExpandAtFiles(false);
    return root;
  }
}
