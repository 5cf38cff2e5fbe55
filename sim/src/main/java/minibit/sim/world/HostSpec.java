package minibit.sim.world;

import java.time.Duration;
import minibit.core.choker.ChokeRule;
import minibit.core.swarm.SwarmRules;
import minibit.core.swarm.SwarmSettings;
import minibit.core.wire.Handshake;

/**
 * What a simulated peer is like.
 *
 * @param complete whether it has everything from the beginning
 * @param up bytes a second it can send
 * @param down bytes a second it can take
 * @param latency from it to the middle of the network: two of them make one way between two peers
 * @param lies share of the blocks it sends that are corrupt, 0 to 1
 * @param fast whether it speaks the fast extension (BEP 6)
 * @param rides whether it rides free: takes, and never serves anybody
 * @param site where it is, from 0: hosts of one site reach each other without crossing a border
 */
public record HostSpec(
    boolean complete,
    long up,
    long down,
    Duration latency,
    double lies,
    boolean fast,
    boolean rides,
    int site) {
  /** Checks the numbers. */
  public HostSpec {
    if (up < 1 || down < 1 || latency.isNegative() || !(lies >= 0 && lies <= 1) || site < 0) {
      throw new IllegalArgumentException("no host: " + up + "/" + down + ", lies " + lies);
    }
  }

  /** A peer that has everything. */
  public static HostSpec seeder(long up, Duration latency) {
    return new HostSpec(true, up, up, latency, 0, true, false, 0);
  }

  /** A peer that has nothing. */
  public static HostSpec leecher(long up, long down, Duration latency) {
    return new HostSpec(false, up, down, latency, 0, true, false, 0);
  }

  /** The same, sending corrupt blocks. */
  public HostSpec lying(double share) {
    return new HostSpec(complete, up, down, latency, share, fast, rides, site);
  }

  /** The same without the fast extension. */
  public HostSpec plain() {
    return new HostSpec(complete, up, down, latency, lies, false, rides, site);
  }

  /** The same, taking only. */
  public HostSpec riding() {
    return new HostSpec(complete, up, down, latency, lies, fast, true, site);
  }

  /** The same elsewhere. */
  public HostSpec at(int place) {
    return new HostSpec(complete, up, down, latency, lies, fast, rides, place);
  }

  /** The same with another uplink. */
  public HostSpec withUp(long rate) {
    return new HostSpec(complete, rate, down, latency, lies, fast, rides, site);
  }

  /** The extensions it names in its handshakes. */
  long reserved() {
    return fast ? Handshake.EXTENSIONS | Handshake.FAST : Handshake.EXTENSIONS;
  }

  /** How its swarm is set, where those of others are set so. */
  SwarmSettings settings(SwarmSettings usual) {
    return rides
        ? usual
            .withRules(new SwarmRules(usual.rules().picker(), ChokeRule.NOBODY))
            .withAllowedFast(0)
        : usual;
  }
}
