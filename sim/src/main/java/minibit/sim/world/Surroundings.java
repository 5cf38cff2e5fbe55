package minibit.sim.world;

/**
 * What is around the hosts.
 *
 * @param awayFrom seconds from the beginning when the tracker stops answering
 * @param awayTo seconds from the beginning when another answers in its place
 * @param sites places that are joined by borders; 1: no borders
 * @param border bytes a second that each site's border carries, each way
 * @param local share of its list that the tracker draws from the asker's own site first, 0 to 1
 */
public record Surroundings(double awayFrom, double awayTo, int sites, long border, double local) {
  /** A tracker that is always there, and one site. */
  public static final Surroundings PLAIN = new Surroundings(0, 0, 1, Long.MAX_VALUE, 0);

  /** Checks the numbers. */
  public Surroundings {
    if (!(awayFrom <= awayTo) || sites < 1 || border < 1 || !(local >= 0 && local <= 1)) {
      throw new IllegalArgumentException("no surroundings: " + sites + " sites, " + border);
    }
  }

  /** Whether nobody answers announces at this time. */
  public boolean isTrackerAway(double seconds) {
    return seconds >= awayFrom && seconds < awayTo;
  }
}
