package minibit.cli.remote;

import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.view.FileTable;
import minibit.daemon.api.model.SearchAnswer;

/** {@code browse MEMBER}: what one member offers. */
public final class BrowseCommand implements Command {
  private String member = "";
  private final Paging paging = new Paging();

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.TEXT, "MEMBER", value -> member = value);
    paging.declare(arguments);
  }

  @Override
  public int run(Context context) throws Exception {
    SearchAnswer answer = context.daemon().browse(member, paging.page());
    if (context.output().isJson()) {
      context.output().json(answer);
    } else {
      String nothing = context.text("browse.nothing", context.output().name(member));
      new FileTable(context).print(answer, nothing);
    }
    return ExitCode.OK;
  }
}
