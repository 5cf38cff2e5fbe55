package minibit.sim;

import java.time.Duration;

/**
 * What single scenarios vary.
 *
 * @param freeRiders share of the peers that never upload, in {@link Scenario#FREE_RIDERS}
 * @param spread the fastest uplink is so many times the usual, the slowest one so-manieth of it, in
 *     {@link Scenario#UNEQUAL_UPLINKS}
 * @param outage how long no tracker answers, in {@link Scenario#TRACKER_DEATH}
 * @param sites places in {@link Scenario#LOCALITY}
 * @param border bytes a second that a site's border carries each way, there
 * @param local share of a peer's neighbours that the tracker chooses at its own site, there
 */
public record Circumstances(
    double freeRiders, double spread, Duration outage, int sites, long border, double local) {
  /**
   * A quarter ride free; uplinks from a quarter to four times; an election and its announces take
   * 30 s at worst; four sites with 4 MiB/s between them, and a tracker that does not look at sites.
   */
  public static final Circumstances DEFAULTS =
      new Circumstances(0.25, 4, Duration.ofSeconds(30), 4, 4L << 20, 0);

  /** The most sites: each pair of them is reported. */
  public static final int MAX_SITES = 64;

  /** Checks the numbers. */
  public Circumstances {
    if (!(freeRiders >= 0 && freeRiders < 1) || !(spread >= 1) || outage.isNegative()) {
      throw new IllegalArgumentException("no circumstances: " + freeRiders + ", " + spread);
    }
    if (sites < 1 || sites > MAX_SITES || border < 1 || !(local >= 0 && local <= 1)) {
      throw new IllegalArgumentException("no sites: " + sites + ", " + border + ", " + local);
    }
  }

  /** The same with another share of free riders. */
  public Circumstances withFreeRiders(double share) {
    return new Circumstances(share, spread, outage, sites, border, local);
  }

  /** The same with a tracker that prefers, or does not, the asker's own site. */
  public Circumstances withLocal(double share) {
    return new Circumstances(freeRiders, spread, outage, sites, border, share);
  }
}
