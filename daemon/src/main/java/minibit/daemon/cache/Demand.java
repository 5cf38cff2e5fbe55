package minibit.daemon.cache;

/** How often something is asked for: a count of which half is forgotten every five minutes. */
final class Demand {
  private static final double HALF_LIFE_NANOS = 300e9;

  private double count;
  private long counted;

  /** Nothing was asked for by now. */
  Demand(long now) {
    counted = now;
  }

  /** Asked for so many times more. */
  synchronized void add(int times, long now) {
    count = faded(now) + times;
    counted = now;
  }

  /** The count now. */
  synchronized long at(long now) {
    return Math.round(faded(now));
  }

  private double faded(long now) {
    return count * Math.pow(0.5, Math.max(0, now - counted) / HALF_LIFE_NANOS);
  }
}
