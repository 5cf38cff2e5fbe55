package minibit.daemon.api.model;

import java.util.List;

/**
 * The speeds of a transfer in the last ten minutes.
 *
 * @param step seconds between two entries
 * @param down payload bytes a second received, the oldest first
 * @param up payload bytes a second sent
 */
public record TransferHistory(int step, List<Long> down, List<Long> up) {
  /** Keeps copies. */
  public TransferHistory {
    down = List.copyOf(down);
    up = List.copyOf(up);
  }
}
