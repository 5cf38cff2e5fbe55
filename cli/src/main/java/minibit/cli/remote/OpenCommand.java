package minibit.cli.remote;

import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import picocli.CommandLine;

/** {@code open}: the daemon's page, which a later version brings; says so, and what to use. */
@CommandLine.Command(name = "open")
public final class OpenCommand implements Command {
  @Override
  public int run(Context context) throws CliException {
    throw new CliException(ExitCode.FAILURE, "no-page");
  }
}
