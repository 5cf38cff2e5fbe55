package minibit.cli.remote;

import java.util.ArrayList;
import java.util.List;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code resume ID…}: lets paused or failed transfers go on. */
@CommandLine.Command(name = "resume")
public final class ResumeCommand implements Command {
  @Parameters(paramLabel = "ID", arity = "1..*")
  private List<String> ids = new ArrayList<>();

  @Override
  public int run(Context context) throws Exception {
    return EachTransfer.run(context, ids, context.daemon()::resume);
  }
}
