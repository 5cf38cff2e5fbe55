package minibit.cli.remote;

import java.util.ArrayList;
import java.util.List;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code pause ID…}: stops transfers until they are resumed. */
@CommandLine.Command(name = "pause")
public final class PauseCommand implements Command {
  @Parameters(paramLabel = "ID", arity = "1..*")
  private List<String> ids = new ArrayList<>();

  @Override
  public int run(Context context) throws Exception {
    return EachTransfer.run(context, ids, context.daemon()::pause);
  }
}
