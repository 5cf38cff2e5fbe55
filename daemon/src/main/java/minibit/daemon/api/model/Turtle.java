package minibit.daemon.api.model;

import java.util.Optional;

/**
 * Slower bounds, for when the line is needed for something else.
 *
 * @param on whether they hold now, whatever the schedule says
 * @param up bytes a second sent; empty for no bound
 * @param down bytes a second received; empty for no bound
 */
public record Turtle(boolean on, Optional<Long> up, Optional<Long> down) {
  /** Off, and bounds nothing. */
  public static final Turtle OFF = new Turtle(false, Optional.empty(), Optional.empty());

  /** Checks ranges. */
  public Turtle {
    Limits unused = new Limits(up, down);
  }
}
