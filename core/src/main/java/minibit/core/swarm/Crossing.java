package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import minibit.core.id.PeerId;

/**
 * Which of two connections with one peer stays. Both ends have to decide alike, and each decides by
 * itself: were each to close the one that it saw later, two peers that dial each other at the same
 * moment would close both, and after the same rest dial again.
 */
final class Crossing {
  /** Connections made within this time of each other were dialled from both ends at once. */
  private static final Duration TIME = Duration.ofSeconds(10);

  private final PeerId ours;

  /** For decisions of a peer of this id. */
  Crossing(PeerId ours) {
    this.ours = ours;
  }

  /**
   * Whether a new connection takes an older one's place. Of two dialled from both ends at once,
   * that which the greater id dialled stays; of any others the older.
   *
   * @param fresh the new one
   * @param oldOutgoing whether we dialled the old one
   * @param oldSince when that was made
   */
  boolean replaces(SwarmEvent.Connected fresh, boolean oldOutgoing, Instant oldSince, Instant now) {
    boolean crossing =
        fresh.outgoing() != oldOutgoing && Duration.between(oldSince, now).compareTo(TIME) < 0;
    boolean oursIsGreater = ours.compareTo(fresh.theirs().peerId()) > 0;
    return crossing && fresh.outgoing() == oursIsGreater;
  }
}
