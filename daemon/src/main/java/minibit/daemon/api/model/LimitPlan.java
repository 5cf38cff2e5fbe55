package minibit.daemon.api.model;

import java.util.List;
import java.util.Optional;

/**
 * The bounds of all transfers together, as they are wanted.
 *
 * @param up bytes a second sent, usually; empty for no bound
 * @param down bytes a second received, usually; empty for no bound
 * @param turtle slower bounds
 * @param schedule when other bounds hold; the first window that fits counts; at most {@link
 *     #MAX_WINDOWS}
 */
public record LimitPlan(
    Optional<Long> up, Optional<Long> down, Turtle turtle, List<LimitWindow> schedule) {
  /** Most windows: a few for each day of the week. */
  public static final int MAX_WINDOWS = 50;

  /** Keeps a copy and checks ranges. */
  public LimitPlan {
    Limits unused = new Limits(up, down);
    schedule = List.copyOf(schedule);
    if (schedule.size() > MAX_WINDOWS) {
      throw new IllegalArgumentException("schedule has at most " + MAX_WINDOWS + " windows");
    }
  }

  /** The usual bounds. */
  public Limits usual() {
    return new Limits(up, down);
  }

  /** The same with other usual bounds. */
  public LimitPlan with(Limits usual) {
    return new LimitPlan(usual.up(), usual.down(), turtle, schedule);
  }

  /** The same with another turtle. */
  public LimitPlan with(Turtle other) {
    return new LimitPlan(up, down, other, schedule);
  }
}
