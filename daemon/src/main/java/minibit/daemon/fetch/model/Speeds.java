package minibit.daemon.fetch.model;

import java.util.List;

/**
 * The speeds of a transfer in the last ten minutes.
 *
 * @param step seconds between two entries
 * @param down bytes a second received, the oldest first
 * @param up bytes a second sent
 */
public record Speeds(int step, List<Long> down, List<Long> up) {
  /** Keeps copies. */
  public Speeds {
    down = List.copyOf(down);
    up = List.copyOf(up);
  }
}
