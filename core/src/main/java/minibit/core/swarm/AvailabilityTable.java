package minibit.core.swarm;

import java.util.List;

/**
 * How common the needed pieces are.
 *
 * @param rows most common first
 * @param rarest up to {@link #SHOWN} of the pieces that fewest have, among those that somebody has
 */
public record AvailabilityTable(List<Row> rows, List<Integer> rarest) {
  /** Pieces named at most: enough to watch, few enough to read. */
  public static final int SHOWN = 20;

  /** Copies the lists. */
  public AvailabilityTable {
    rows = List.copyOf(rows);
    rarest = List.copyOf(rarest);
  }

  /** So many pieces are had by so many peers. */
  public record Row(int peers, int pieces) {}
}
