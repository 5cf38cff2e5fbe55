package minibit.daemon.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.SpeedLimits;
import minibit.daemon.api.model.Statistics;
import minibit.daemon.api.model.StatisticsRange;
import minibit.daemon.api.model.Timeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a daemon keeps for those who look at it: figures, plans, and times in office. It looks
 * around at intervals on a thread of its own. Any thread.
 */
public final class Desk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  private final Ledger ledger;
  private final TrafficBook traffic;
  private final SpeedPlan plan;
  private final EpochBook epochs;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("minibit-desk").factory());

  /**
   * What the desk looks at.
   *
   * @param traffic bytes moved since the daemon started
   * @param usualLimits the usual bounds of speed
   * @param keepLimits keeps other usual bounds
   * @param applyLimits puts bounds in force
   * @param group the group now
   */
  public record Sources(
      Supplier<Traffic> traffic,
      Supplier<Limits> usualLimits,
      Consumer<Limits> keepLimits,
      Consumer<Limits> applyLimits,
      Supplier<GroupView> group) {}

  private Desk(Ledger ledger, Sources sources) {
    this.ledger = ledger;
    this.traffic = new TrafficBook(ledger, sources.traffic(), InstantSource.system());
    this.plan =
        new SpeedPlan(
            ledger,
            sources.usualLimits(),
            sources.keepLimits(),
            sources.applyLimits(),
            Clock.systemDefaultZone());
    this.epochs = new EpochBook(ledger, InstantSource.system());
    every(TrafficBook.LOOK, traffic::look);
    every(SpeedPlan.LOOK, plan::look);
    every(EpochBook.LOOK, () -> epochs.look(sources.group().get()));
  }

  /**
   * Opens what was kept in a file, and begins to look.
   *
   * @throws IOException if the file can be neither read nor begun anew
   */
  public static Desk open(Path file, Sources sources) throws IOException {
    return new Desk(Ledger.open(file), sources);
  }

  private void every(Duration time, Runnable task) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.warn("looking around failed; it is tried again", e);
          }
        };
    var unused = timer.scheduleWithFixedDelay(guarded, 0, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How much went each way, and how fast. */
  public Statistics statistics(StatisticsRange range) {
    return traffic.figures(range);
  }

  /** The bounds of all transfers together. */
  public SpeedLimits limits() {
    return plan.limits();
  }

  /** Other bounds of all transfers together. */
  public SpeedLimits limit(LimitPlan wanted) {
    return plan.change(wanted);
  }

  /** The epochs seen so far. */
  public Timeline timeline() {
    return epochs.timeline();
  }

  /** Looks a last time, and writes down what is not yet. */
  @Override
  public void close() {
    timer.shutdownNow();
    traffic.look();
    epochs.close();
    ledger.close();
  }
}
