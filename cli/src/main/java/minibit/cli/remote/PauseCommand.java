package minibit.cli.remote;

import java.util.ArrayList;
import java.util.List;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.Kind;

/** {@code pause ID…}: stops transfers until they are resumed. */
public final class PauseCommand implements Command {
  private List<String> ids = new ArrayList<>();

  @Override
  public void declare(Arguments arguments) {
    arguments.rest(1, Kind.TEXT, "ID", values -> ids = values);
  }

  @Override
  public int run(Context context) throws Exception {
    return EachTransfer.run(context, ids, context.daemon()::pause);
  }
}
