package minibit.sim.world;

import java.time.Duration;

/**
 * What a simulated peer is like.
 *
 * @param complete whether it has everything from the beginning
 * @param up bytes a second it can send
 * @param down bytes a second it can take
 * @param latency from it to the middle of the network: two of them make one way between two peers
 * @param lies share of the blocks it sends that are corrupt, 0 to 1
 * @param fast whether it speaks the fast extension (BEP 6)
 */
public record HostSpec(
    boolean complete, long up, long down, Duration latency, double lies, boolean fast) {
  /** Checks the numbers. */
  public HostSpec {
    if (up < 1 || down < 1 || latency.isNegative() || !(lies >= 0 && lies <= 1)) {
      throw new IllegalArgumentException("no host: " + up + "/" + down + ", lies " + lies);
    }
  }

  /** A peer that has everything. */
  public static HostSpec seeder(long up, Duration latency) {
    return new HostSpec(true, up, up, latency, 0, true);
  }

  /** A peer that has nothing. */
  public static HostSpec leecher(long up, long down, Duration latency) {
    return new HostSpec(false, up, down, latency, 0, true);
  }

  /** The same, sending corrupt blocks. */
  public HostSpec lying(double share) {
    return new HostSpec(complete, up, down, latency, share, fast);
  }

  /** The same without the fast extension. */
  public HostSpec plain() {
    return new HostSpec(complete, up, down, latency, lies, false);
  }
}
