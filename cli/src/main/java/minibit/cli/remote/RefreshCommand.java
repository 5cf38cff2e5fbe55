package minibit.cli.remote;

import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.view.ShareTables;
import minibit.daemon.api.model.ShareList;

/** {@code refresh}: looks through all shares for what changed. */
public final class RefreshCommand implements Command {
  private boolean wait;

  @Override
  public void declare(Arguments arguments) {
    arguments.flag(on -> wait = on, "--wait");
  }

  @Override
  public int run(Context context) throws Exception {
    ShareList shares = context.daemon().refresh();
    int exit = ExitCode.OK;
    if (wait) {
      exit = SharesWatch.untilReady(context);
      shares = context.daemon().shares();
    }
    if (context.output().isJson()) {
      context.output().json(shares);
    } else {
      new ShareTables(context).print(shares);
    }
    return exit;
  }
}
