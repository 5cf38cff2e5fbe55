package minibit.cli.command;

import java.time.Duration;
import java.util.List;
import minibit.cli.frame.Context;
import minibit.cli.output.Output;

/** How far hashing has come: a line that moves on a terminal, one per 5 s elsewhere. Any thread. */
final class HashProgress {
  private static final long STEP = Duration.ofMillis(100).toNanos();
  private static final long LINE = Duration.ofSeconds(5).toNanos();

  private final Context context;
  private final Output output;
  private final long total;
  private final long every;
  private long next;
  private long most;

  HashProgress(Context context, long total) {
    this.context = context;
    this.output = context.output();
    this.total = total;
    this.every = output.terminal().err() ? STEP : LINE;
    this.next = System.nanoTime() + every;
  }

  synchronized void at(long done) {
    most = Math.max(most, done);
    long now = System.nanoTime();
    if (now - next < 0) {
      return;
    }
    next = now + every;
    String line =
        context.text(
            "hashing.progress",
            output.percent(most, total),
            output.bytes(most),
            output.bytes(total));
    if (output.terminal().err()) {
      output.status(List.of(line));
    } else {
      output.note(line);
    }
  }

  void end() {
    output.status(List.of());
  }
}
