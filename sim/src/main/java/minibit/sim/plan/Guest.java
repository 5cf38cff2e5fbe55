package minibit.sim.plan;

import minibit.sim.world.HostSpec;

/**
 * One who takes part.
 *
 * @param spec what it is like
 * @param arrives seconds from the beginning until it comes
 * @param quits seconds after its coming until it goes, whatever it has; infinite: it does not
 * @param lingers seconds it stays after it has everything; infinite: it stays
 */
public record Guest(HostSpec spec, double arrives, double quits, double lingers) {
  /** Checks the numbers. */
  public Guest {
    if (!(arrives >= 0 && quits >= 0 && lingers >= 0)) {
      throw new IllegalArgumentException("no guest: " + arrives + ", " + quits + ", " + lingers);
    }
  }

  /** One that stays for good. */
  public static Guest staying(HostSpec spec, double arrives) {
    return new Guest(spec, arrives, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Whether it wants the torrent, and stays until it has it. */
  public boolean isExpected() {
    return !spec.complete() && quits == Double.POSITIVE_INFINITY;
  }
}
