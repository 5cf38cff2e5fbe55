package minibit.daemon.desk;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.LimitWindow;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.SpeedLimits;
import minibit.daemon.api.model.Turtle;

/**
 * Says which bounds of speed hold when: the turtle's while it is on, else those of the first window
 * of the schedule that fits, else the usual ones. Any thread.
 */
final class SpeedPlan {
  /** How often to look: a window may begin this much late. */
  static final Duration LOOK = Duration.ofSeconds(5);

  private static final String NAME = "limits";

  private final Ledger ledger;
  private final Supplier<Limits> usual;
  private final Consumer<Limits> setUsual;
  private final Consumer<Limits> apply;
  private final Clock clock;
  private Turtle turtle;
  private List<LimitWindow> schedule;
  private Optional<SpeedLimits.InForce> applied = Optional.empty();

  /** What is kept: the usual bounds are kept by the transfers. */
  record Kept(Turtle turtle, List<LimitWindow> schedule) {}

  /**
   * A plan that goes on where it was.
   *
   * @param usual the usual bounds
   * @param setUsual keeps other usual bounds
   * @param apply puts bounds in force
   * @param clock with the time zone that the schedule is read in
   */
  SpeedPlan(
      Ledger ledger,
      Supplier<Limits> usual,
      Consumer<Limits> setUsual,
      Consumer<Limits> apply,
      Clock clock) {
    this.ledger = ledger;
    this.usual = usual;
    this.setUsual = setUsual;
    this.apply = apply;
    this.clock = clock;
    Kept kept = ledger.read(NAME, Kept.class).orElse(new Kept(Turtle.OFF, List.of()));
    this.turtle = kept.turtle();
    this.schedule = kept.schedule();
  }

  /** Puts in force what shall hold now; called every {@link #LOOK}. */
  synchronized void look() {
    SpeedLimits.InForce now = inForce(usual.get());
    if (!applied.equals(Optional.of(now))) {
      apply.accept(new Limits(now.up(), now.down()));
      applied = Optional.of(now);
    }
  }

  /** The plan, and what holds now. */
  synchronized SpeedLimits limits() {
    Limits normal = usual.get();
    return new SpeedLimits(normal.up(), normal.down(), turtle, schedule, inForce(normal));
  }

  /** Another plan, from now on and after a restart. */
  synchronized SpeedLimits change(LimitPlan plan) {
    if (!plan.usual().equals(usual.get())) {
      setUsual.accept(plan.usual());
    }
    turtle = plan.turtle();
    schedule = plan.schedule();
    ledger.write(NAME, new Kept(turtle, schedule));
    // Whoever sets the usual bounds puts them in force, too.
    applied = Optional.empty();
    look();
    return limits();
  }

  private SpeedLimits.InForce inForce(Limits normal) {
    if (turtle.on()) {
      return new SpeedLimits.InForce(turtle.up(), turtle.down(), "turtle");
    }
    LocalDateTime now = LocalDateTime.now(clock);
    for (LimitWindow window : schedule) {
      if (covers(window, now)) {
        return switch (window.use()) {
          case TURTLE -> new SpeedLimits.InForce(turtle.up(), turtle.down(), "schedule");
          case UNLIMITED -> new SpeedLimits.InForce(Optional.empty(), Optional.empty(), "schedule");
        };
      }
    }
    return new SpeedLimits.InForce(normal.up(), normal.down(), "usual");
  }

  /** Whether a window is open; one that ends on the next day belongs to the day it begins on. */
  static boolean covers(LimitWindow window, LocalDateTime now) {
    LocalTime from = LocalTime.parse(window.from());
    LocalTime to = LocalTime.parse(window.to());
    LocalTime time = now.toLocalTime();
    if (from.isBefore(to)) {
      return !time.isBefore(from) && time.isBefore(to) && onDay(window, now.getDayOfWeek());
    }
    return !time.isBefore(from) && onDay(window, now.getDayOfWeek())
        || time.isBefore(to) && onDay(window, now.getDayOfWeek().minus(1));
  }

  private static boolean onDay(LimitWindow window, DayOfWeek day) {
    return window.days().isEmpty()
        || window.days().contains(LimitWindow.Day.values()[day.getValue() - 1]);
  }
}
