package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;

/**
 * How much went each way, and how fast.
 *
 * @param step seconds between two points
 * @param points the oldest first, at most {@link #MAX_POINTS}
 * @param totals bytes moved
 * @param since when the range begins
 */
public record Statistics(int step, List<Point> points, Totals totals, Instant since) {
  /** Most points in an answer: as many as a graph has room for. */
  public static final int MAX_POINTS = 720;

  /** Keeps a copy. */
  public Statistics {
    points = List.copyOf(points);
  }

  /**
   * The speed in one step.
   *
   * @param at when the step begins
   * @param down payload bytes a second received, on average
   * @param up payload bytes a second sent, on average
   */
  public record Point(Instant at, long down, long up) {}

  /**
   * Bytes moved.
   *
   * @param session since the daemon started
   * @param all since it was first started with this home
   */
  public record Totals(Moved session, Moved all) {}

  /**
   * Bytes each way.
   *
   * @param down payload bytes received
   * @param up payload bytes sent
   */
  public record Moved(long down, long up) {}
}
