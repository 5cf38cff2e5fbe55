package minibit.daemon.api.model;

import java.util.List;
import java.util.Optional;

/**
 * The bounds of all transfers together, and which of them hold now.
 *
 * @param up bytes a second sent, usually; empty for no bound
 * @param down bytes a second received, usually; empty for no bound
 * @param turtle slower bounds
 * @param schedule when other bounds hold; the first window that fits counts
 * @param inForce what holds now
 */
public record SpeedLimits(
    Optional<Long> up,
    Optional<Long> down,
    Turtle turtle,
    List<LimitWindow> schedule,
    InForce inForce) {
  /** Keeps a copy. */
  public SpeedLimits {
    schedule = List.copyOf(schedule);
  }

  /** What was wanted. */
  public LimitPlan plan() {
    return new LimitPlan(up, down, turtle, schedule);
  }

  /**
   * The bounds that hold now.
   *
   * @param up bytes a second sent; empty for no bound
   * @param down bytes a second received; empty for no bound
   * @param because {@code usual}, {@code turtle} or {@code schedule}
   */
  public record InForce(Optional<Long> up, Optional<Long> down, String because) {}
}
