package minibit.cli.remote;

import java.time.Duration;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Output;
import minibit.daemon.api.model.ElectionAnswer;
import minibit.daemon.api.model.MemberRef;

/** {@code election}: a genuine vote, and who is tracker after it. */
public final class ElectionCommand implements Command {
  @Override
  public int run(Context context) {
    Output output = context.output();
    if (!output.isJson()) {
      output.note(context.text("election.asked"));
    }
    ElectionAnswer answer = context.daemon().election();
    if (output.isJson()) {
      output.json(answer);
      return ExitCode.OK;
    }
    output.line(
        context.text(
            "election.done",
            output.name(answer.tracker().name()),
            answer.before().map(MemberRef::name).map(output::name).orElse("-"),
            answer.epochBefore(),
            answer.epoch(),
            output.seconds(Duration.ofMillis((long) (answer.seconds() * 1000)))));
    return ExitCode.OK;
  }
}
