package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import minibit.core.id.PeerAddress;
import minibit.core.swarm.SwarmEvent.PeerSource;
import org.jspecify.annotations.Nullable;

/** An address that may be dialled, and what came of it so far. Kept by {@link Candidates}. */
final class Candidate {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(15);

  /** Whom the user named is waited for by somebody who watches. */
  private static final Duration FIRST_WAIT_NAMED = Duration.ofSeconds(1);

  final PeerAddress address;
  final int lot;
  boolean fromPeer;
  boolean guest;
  boolean named;
  @Nullable PeerSource source;
  boolean seed;
  int failures;
  Instant failedAt = Instant.MIN;
  Instant due;
  @Nullable Instant lastTry;

  Candidate(PeerAddress address, boolean fromPeer, int lot, Instant due) {
    this.address = address;
    this.fromPeer = fromPeer;
    this.lot = lot;
    this.due = due;
  }

  /** The same for every port of a machine. */
  PeerAddress host() {
    return address.withPort(1);
  }

  Duration firstWait() {
    return named ? FIRST_WAIT_NAMED : FIRST_WAIT;
  }
}
