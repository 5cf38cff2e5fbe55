package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import minibit.core.id.PeerAddress;

/**
 * One of two connections with the same peer, one too many. Which of them is the first need not be
 * the same at both ends, and when each closes another one none is left: so for young ones the
 * choice follows from what both ends know.
 *
 * @param remote where it leads
 * @param outgoing whether we dialled
 * @param since when it was made
 */
record Twin(PeerAddress remote, boolean outgoing, Instant since) {
  /** Connections made within this time of each other were dialled from both ends at once. */
  private static final Duration CROSSING = Duration.ofSeconds(10);

  /** Handshakes of connections dialled together are within this time of each other. */
  private static final Duration TOGETHER = Duration.ofSeconds(2);

  /**
   * Whether this one is to take the place of an older one. Of two dialled from both ends at once,
   * both keep the one that the greater id dialled; of two dialled by one end together, over both
   * families, the one over IPv6. Else the old one stays.
   */
  boolean isBetterThan(Twin old, boolean oursIsGreater) {
    Duration apart = Duration.between(old.since, since);
    if (outgoing != old.outgoing) {
      return apart.compareTo(CROSSING) < 0 && outgoing == oursIsGreater;
    }
    return apart.compareTo(TOGETHER) < 0 && remote.isIpv6() && !old.remote.isIpv6();
  }
}
