package minibit.core.choker;

import java.time.Instant;
import java.util.Optional;
import minibit.core.session.PeerKey;

/**
 * A peer as the choker sees it.
 *
 * @param interested whether it wants what we have
 * @param snubbed whether it left our requests unanswered
 * @param connectedAt when it came
 * @param receivedRate bytes a second it gives us
 * @param sentRate bytes a second it takes
 * @param sentTotal bytes it ever got
 * @param unchokedAt since when we serve it, if we do
 * @param sentThisTurn bytes it got since then
 * @param receivedTotal bytes it ever gave us
 */
public record Candidate(
    PeerKey peer,
    boolean interested,
    boolean snubbed,
    Instant connectedAt,
    long receivedRate,
    long sentRate,
    long sentTotal,
    Optional<Instant> unchokedAt,
    long sentThisTurn,
    long receivedTotal) {
  /** A peer that never gave us anything. */
  public Candidate(
      PeerKey peer,
      boolean interested,
      boolean snubbed,
      Instant connectedAt,
      long receivedRate,
      long sentRate,
      long sentTotal,
      Optional<Instant> unchokedAt,
      long sentThisTurn) {
    this(
        peer,
        interested,
        snubbed,
        connectedAt,
        receivedRate,
        sentRate,
        sentTotal,
        unchokedAt,
        sentThisTurn,
        0);
  }

  /** Bytes it got of us beyond those it gave us: below zero, we owe it. */
  public long debt() {
    return sentTotal - receivedTotal;
  }

  /** Whether we serve it now. */
  public boolean unchoked() {
    return unchokedAt.isPresent();
  }
}
