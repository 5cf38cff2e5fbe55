package minibit.cli.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code unshare PATH…}: offers them no longer. Nothing is deleted. */
@CommandLine.Command(name = "unshare")
public final class UnshareCommand implements Command {
  @Parameters(paramLabel = "PATH", arity = "1..*")
  private List<Path> paths = new ArrayList<>();

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
