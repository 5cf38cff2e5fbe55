package minibit.cli.remote;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;

/** {@code down}: stops the daemon and returns when its process is gone. */
public final class DownCommand implements Command {
  /** A daemon leaves in 2 s; one that swaps or waits for a disk gets this long. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Override
  public int run(Context context) throws Exception {
    long began = System.nanoTime();
    long pid = context.daemon().shutdown().pid();
    // A daemon may run in this very process, which then ends later.
    boolean ours = pid == ProcessHandle.current().pid();
    Optional<ProcessHandle> process = ours ? Optional.empty() : ProcessHandle.of(pid);
    if (process.isPresent() && !ProcessEnd.await(process.get(), PATIENCE)) {
      throw new CliException(ExitCode.FAILURE, "still-running", pid, PATIENCE.toSeconds());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (context.output().isJson()) {
      context.output().json(Map.of("stopped", true, "seconds", took.toMillis() / 1000.0));
    } else {
      context.output().line(context.text("down.done", context.output().seconds(took)));
    }
    return ExitCode.OK;
  }
}
