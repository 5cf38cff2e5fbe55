package minibit.daemon.api.model;

import java.util.Optional;

/**
 * Bounds of speed; empty means none.
 *
 * @param up payload bytes a second sent, at least 1
 * @param down payload bytes a second received, at least 1
 */
public record Limits(Optional<Long> up, Optional<Long> down) {
  /** As fast as it goes. */
  public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

  /** Checks ranges. */
  public Limits {
    check("up", up);
    check("down", down);
  }

  private static void check(String name, Optional<Long> limit) {
    if (limit.isPresent() && limit.get() < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, or null for no limit");
    }
  }
}
