package minibit.cli.remote;

import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.view.FileTable;
import minibit.daemon.api.model.SearchAnswer;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code browse MEMBER}: what one member offers. */
@CommandLine.Command(name = "browse")
public final class BrowseCommand implements Command {
  @Parameters(paramLabel = "MEMBER")
  private String member;

  @Mixin private Paging paging;

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
