package minibit.cli.shell;

import java.util.List;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.shell.ShellOptions.Quit;

/** {@code shell}: commands for the running daemon, typed or piped. */
public final class ShellCommand implements Command {
  private boolean strict;

  @Override
  public void declare(Arguments arguments) {
    arguments.flag(on -> strict = on, "--strict");
  }

  @Override
  public int run(Context context) throws Exception {
    Target target = Target.of("minibit", context.home());
    return Shell.run(context, new ShellOptions(List.of(target), Quit.CLOSES_SHELL, strict));
  }
}
