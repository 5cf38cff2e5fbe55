package minibit.cli.command;

import java.util.function.Supplier;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import picocli.AutoComplete;
import picocli.CommandLine;

/** {@code completion bash|zsh}: the script that completes our command line in that shell. */
public final class CompletionCommand implements Command {
  private final Supplier<CommandLine> everything;
  private String shell = "";

  /** Derives the script from a parser that knows every command. */
  public CompletionCommand(Supplier<CommandLine> everything) {
    this.everything = everything;
  }

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.TEXT, "bash|zsh", value -> shell = value);
  }

  @Override
  public int run(Context context) throws CliException {
    String script = AutoComplete.bash("minibit", everything.get());
    switch (shell) {
      case "bash" -> context.output().line(script);
      // The script loads bashcompinit by itself when zsh reads it.
      case "zsh" -> context.output().line("#compdef minibit\n" + script);
      default -> throw new CliException(ExitCode.USAGE, "unknown-shell", shell);
    }
    return ExitCode.OK;
  }
}
