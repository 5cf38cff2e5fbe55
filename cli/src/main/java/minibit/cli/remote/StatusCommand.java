package minibit.cli.remote;

import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.view.StatusText;
import minibit.daemon.api.model.Status;

/** {@code status}: this daemon, its role and its group. */
public final class StatusCommand implements Command {
  @Override
  public int run(Context context) {
    Status status = context.daemon().status();
    if (context.output().isJson()) {
      context.output().json(status);
    } else {
      new StatusText(context).print(status);
    }
    return ExitCode.OK;
  }
}
