package minibit.cli.remote;

import java.time.Duration;
import java.util.List;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.daemon.api.model.LogLines;

/** {@code log}: the end of the daemon's log, and what is added to it. */
public final class LogCommand implements Command {
  private static final Duration TICK = Duration.ofMillis(500);

  /** Between two looks a daemon does not write more; what is beyond would be missed. */
  private static final int WINDOW = 2_000;

  private int lines = 40;
  private boolean follow;

  @Override
  public void declare(Arguments arguments) {
    arguments.option(Kind.COUNT, "N", value -> lines = value, "-n", "--lines");
    arguments.flag(on -> follow = on, "-f", "--follow");
  }

  @Override
  public int run(Context context) throws Exception {
    if (lines < 1 || lines > LogLines.MAX) {
      throw new CliException(ExitCode.USAGE, "bad-lines", LogLines.MAX);
    }
    Output output = context.output();
    if (!follow) {
      LogLines log = context.daemon().log(lines);
      if (output.isJson()) {
        output.json(log);
      } else {
        log.lines().forEach(line -> output.line(output.name(line)));
      }
      return ExitCode.OK;
    }
    List<String> seen = context.daemon().log(WINDOW).lines();
    print(output, seen.subList(Math.max(0, seen.size() - lines), seen.size()));
    while (!context.interrupts().await(TICK)) {
      List<String> now = context.daemon().log(WINDOW).lines();
      print(output, added(seen, now));
      seen = now;
    }
    return ExitCode.INTERRUPTED;
  }

  private static void print(Output output, List<String> lines) {
    for (String line : lines) {
      if (output.isJson()) {
        output.json(java.util.Map.of("line", line));
      } else {
        output.line(output.name(line));
      }
    }
    output.flush();
  }

  /** What stands in {@code now} behind the end of {@code before}. */
  static List<String> added(List<String> before, List<String> now) {
    for (int gone = 0; gone < before.size(); gone++) {
      List<String> kept = before.subList(gone, before.size());
      if (kept.size() <= now.size() && now.subList(0, kept.size()).equals(kept)) {
        return now.subList(kept.size(), now.size());
      }
    }
    return now;
  }
}
