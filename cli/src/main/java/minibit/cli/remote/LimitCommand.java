package minibit.cli.remote;

import java.util.Optional;
import minibit.cli.frame.ByteSize;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.output.Output;
import minibit.daemon.api.Backend;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Transfer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code limit [ID] [--up R] [--down R]}: bounds of speed, shown or changed. */
@CommandLine.Command(name = "limit")
public final class LimitCommand implements Command {
  @Parameters(paramLabel = "ID", arity = "0..1")
  private @Nullable String id;

  @Option(names = "--up", paramLabel = "RATE")
  private @Nullable String up;

  @Option(names = "--down", paramLabel = "RATE")
  private @Nullable String down;

  @Override
  public int run(Context context) throws Exception {
    // What is no rate is told before anything is asked.
    rate(up, Optional.empty());
    rate(down, Optional.empty());
    Backend daemon = context.daemon();
    Limits limits =
        id == null ? daemon.limits().plan().usual() : daemon.transfer(id).transfer().limits();
    if (up != null || down != null) {
      Limits wanted = new Limits(rate(up, limits.up()), rate(down, limits.down()));
      if (id == null) {
        limits = daemon.limit(daemon.limits().plan().with(wanted)).plan().usual();
      } else {
        Transfer transfer = daemon.limitTransfer(id, wanted);
        limits = transfer.limits();
      }
    }
    Output output = context.output();
    if (output.isJson()) {
      output.json(limits);
    } else {
      output.line(
          context.text("limit.line", told(context, limits.up()), told(context, limits.down())));
    }
    return ExitCode.OK;
  }

  /** What was not said stays; {@code none} and 0 take the bound away. */
  private static Optional<Long> rate(@Nullable String text, Optional<Long> before)
      throws CliException {
    if (text == null) {
      return before;
    }
    if (text.equals("none") || text.equals("nenhum")) {
      return Optional.empty();
    }
    long bytes = new ByteSize().convert(text);
    return bytes == 0 ? Optional.empty() : Optional.of(bytes);
  }

  private static String told(Context context, Optional<Long> limit) {
    return limit.map(context.output()::rate).orElseGet(() -> context.text("limit.none"));
  }
}
