package minibit.core.session;

import java.time.Duration;

/**
 * How many requests are kept open at a peer.
 *
 * @param first requests of a new peer: enough to measure it, few enough to lose
 * @param floor the fewest of a serving peer: below, a slow peer idles between blocks
 * @param ceiling the most, whatever the peer allows: 16 MiB under way saturate a LAN, more only
 *     holds blocks hostage from rarest first
 * @param reserve time of work asked for beyond the round trip, which rides out pauses of both ends
 */
public record WindowSettings(int first, int floor, int ceiling, Duration reserve) {
  /** What is used unless set otherwise. */
  public static final WindowSettings DEFAULTS =
      new WindowSettings(8, 4, 1024, Duration.ofMillis(500));

  /** Checks 1 ≤ floor ≤ first ≤ ceiling. */
  public WindowSettings {
    if (floor < 1 || first < floor || ceiling < first || reserve.isNegative()) {
      throw new IllegalArgumentException("window " + floor + ".." + first + ".." + ceiling);
    }
  }
}
