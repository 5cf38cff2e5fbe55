package minibit.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;

/** {@code remove ID…}: forgets transfers; what they fetched stays unless {@code --data} is said. */
public final class RemoveCommand implements Command {
  private List<String> ids = new ArrayList<>();
  private boolean data;

  @Override
  public void declare(Arguments arguments) {
    arguments.rest(1, Kind.TEXT, "ID", values -> ids = values);
    arguments.flag(on -> data = on, "--data");
  }

  @Override
  public int run(Context context) throws Exception {
    for (String id : ids) {
      Choice.with(
          context,
          id,
          named -> {
            context.daemon().remove(named, data);
            return named;
          });
      if (!context.output().isJson()) {
        String text = data ? context.text("remove.data") : context.text("remove.done");
        context.output().line(context.output().name(id) + ": " + text);
      }
    }
    if (context.output().isJson()) {
      context.output().json(Map.of("removed", ids, "data", data));
    }
    return ExitCode.OK;
  }
}
