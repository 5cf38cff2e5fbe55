package minibit.cli.shell;

import java.util.List;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.shell.ShellOptions.Quit;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code shell}: commands for the running daemon, typed or piped. */
@CommandLine.Command(name = "shell")
public final class ShellCommand implements Command {
  @Option(names = "--strict")
  private boolean strict;

  @Override
  public int run(Context context) throws Exception {
    Target target = Target.of("minibit", context.home());
    return Shell.run(context, new ShellOptions(List.of(target), Quit.CLOSES_SHELL, strict));
  }
}
