package minibit.cli.shell;

import java.util.List;
import java.util.Optional;
import minibit.cli.frame.Aliases;
import minibit.cli.frame.Context;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.output.Width;

/** The commands of a shell, a line each; in Portuguese with their Portuguese names. */
final class Help {
  private final Context context;
  private final List<String> commands;

  Help(Context context, List<String> commands) {
    this.context = context;
    this.commands = commands;
  }

  void print() {
    Output output = context.output();
    int width = commands.stream().mapToInt(command -> Width.of(named(command))).max().orElse(0);
    for (String command : commands) {
      String name = output.styled(Style.HANDLE, Width.left(named(command), width));
      output.line(name + "  " + summary(command));
    }
    output.line(context.text("shell.help-more"));
  }

  private String named(String command) {
    boolean portuguese = context.messages().locale().getLanguage().equals("pt");
    List<String> aliases = portuguese ? Aliases.of(command) : List.of();
    return aliases.isEmpty() ? command : command + ", " + String.join(", ", aliases);
  }

  private String summary(String command) {
    return ofBuiltIn(context, command)
        .orElseGet(() -> context.runner().summary(command, context.messages()));
  }

  /** What a command of the shell itself does. */
  static Optional<String> ofBuiltIn(Context context, String command) {
    return switch (command) {
      case "download" -> Optional.of(context.text("shell.help-download"));
      case "use" -> Optional.of(context.text("shell.help-use"));
      case "help" -> Optional.of(context.text("shell.help-help"));
      case "quit" -> Optional.of(context.text("shell.help-quit"));
      default -> Optional.empty();
    };
  }
}
