package minibit.cli.remote;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.view.ShareTables;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.ShareList.Share;

/** {@code share PATH…}: offers folders and files; without a path it lists what is offered. */
public final class ShareCommand implements Command {
  private List<Path> paths = new ArrayList<>();
  private boolean wait;

  @Override
  public void declare(Arguments arguments) {
    arguments.rest(0, Kind.PATH, "PATH", values -> paths = values);
    arguments.flag(on -> wait = on, "--wait");
  }

  @Override
  public int run(Context context) throws Exception {
    ShareTables tables = new ShareTables(context);
    if (paths.isEmpty()) {
      ShareList shares = context.daemon().shares();
      if (context.output().isJson()) {
        context.output().json(shares);
      } else {
        tables.print(shares);
      }
      return wait ? SharesWatch.untilReady(context) : ExitCode.OK;
    }
    // All of them are looked at before the first is shared: a slip shares nothing.
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
    }
    List<Share> added = new ArrayList<>();
    for (Path path : paths) {
      Share share = context.daemon().share(path.toRealPath().toString());
      added.add(share);
      if (!context.output().isJson()) {
        context.output().line(tables.line(share));
      }
    }
    int exit = wait ? SharesWatch.untilReady(context) : ExitCode.OK;
    if (context.output().isJson()) {
      context.output().json(Map.of("shares", added));
    }
    return exit;
  }
}
