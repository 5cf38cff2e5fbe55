package minibit.cli.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;

/** {@code unshare PATH…}: offers them no longer. Nothing is deleted. */
public final class UnshareCommand implements Command {
  private List<Path> paths = new ArrayList<>();

  @Override
  public void declare(Arguments arguments) {
    arguments.rest(1, Kind.PATH, "PATH", values -> paths = values);
  }

  @Override
  public int run(Context context) throws Exception {
    List<String> removed = new ArrayList<>();
    for (Path path : paths) {
      // What is gone has no real path; its share can still be ended.
      Path real = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
      String absolute = real.toString();
      context.daemon().unshare(absolute);
      removed.add(absolute);
      if (!context.output().isJson()) {
        context.output().line(context.text("unshare.done", context.output().name(absolute)));
      }
    }
    if (context.output().isJson()) {
      context.output().json(Map.of("removed", removed));
    }
    return ExitCode.OK;
  }
}
