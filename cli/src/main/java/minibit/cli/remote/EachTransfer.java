package minibit.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Output;
import minibit.cli.view.TransferTables;
import minibit.daemon.api.model.Transfer;

/** Does the same to several transfers and tells how each is then. */
final class EachTransfer {
  private EachTransfer() {}

  static int run(Context context, List<String> ids, Function<String, Transfer> action)
      throws CliException {
    Output output = context.output();
    List<Transfer> changed = new ArrayList<>();
    for (String id : ids) {
      Transfer transfer = Choice.with(context, id, action);
      changed.add(transfer);
      if (!output.isJson()) {
        output.line(
            context.text(
                "transfer.is",
                output.name(transfer.name()),
                TransferTables.state(context, transfer.state())));
      }
    }
    if (output.isJson()) {
      output.json(Map.of("transfers", changed));
    }
    return ExitCode.OK;
  }
}
