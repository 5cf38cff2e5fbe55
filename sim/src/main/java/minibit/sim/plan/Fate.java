package minibit.sim.plan;

/**
 * What became of one guest.
 *
 * @param guest who
 * @param completed seconds from the beginning until it had everything, or -1
 * @param given bytes of blocks that others got of it
 * @param taken bytes of blocks that it got
 */
public record Fate(Guest guest, double completed, long given, long taken) {
  /** Whether it got everything. */
  public boolean isComplete() {
    return completed >= 0;
  }

  /** Seconds from its coming until it had everything, or -1. */
  public double took() {
    return isComplete() ? completed - guest.arrives() : -1;
  }
}
