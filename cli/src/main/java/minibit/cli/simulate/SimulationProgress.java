package minibit.cli.simulate;

import java.time.Duration;
import java.util.List;
import minibit.cli.frame.Context;
import minibit.cli.output.Output;
import minibit.sim.Watch;

/** How far a simulation is: a line that moves on a terminal, one per 5 s elsewhere. Any thread. */
final class SimulationProgress implements Watch {
  private static final long STEP = Duration.ofMillis(200).toNanos();
  private static final long LINE = Duration.ofSeconds(5).toNanos();
  private static final int PER_MILLE = 1000;

  private final Context context;
  private final Output output;
  private final long every;
  private long next;

  SimulationProgress(Context context) {
    this.context = context;
    this.output = context.output();
    this.every = output.terminal().err() ? STEP : LINE;
    this.next = System.nanoTime() + every;
  }

  @Override
  public synchronized void progress(double share) {
    long now = System.nanoTime();
    if (now - next < 0) {
      return;
    }
    next = now + every;
    String done = output.percent((long) (share * PER_MILLE), PER_MILLE);
    String line = context.text("simulate.progress", done);
    if (output.terminal().err()) {
      output.status(List.of(line));
    } else {
      output.note(line);
    }
  }

  @Override
  public boolean isCancelled() {
    return context.interrupts().interrupted();
  }

  void end() {
    output.status(List.of());
  }
}
