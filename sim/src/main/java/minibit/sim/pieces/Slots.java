package minibit.sim.pieces;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.choker.Candidate;
import minibit.core.choker.ChokeDecision;
import minibit.core.session.PeerKey;

/**
 * Asks the production chokers, and keeps who is served. Rates are what moved in the round that ends
 * and the one before, where the production meter counts by seconds.
 */
final class Slots {
  private final Floor floor;
  private final Links links;
  private final double round;
  private final int optimistic;

  Slots(Floor floor) {
    this.floor = floor;
    this.links = floor.links;
    this.round = floor.rules.settings().round().toMillis() / 1000.0;
    this.optimistic = floor.rules.settings().optimisticSlots();
  }

  double roundSeconds() {
    return round;
  }

  ChokeDecision round(Peer peer) {
    List<Candidate> candidates = candidates(peer, round);
    ChokeDecision decision = peer.choker().round(floor.instant(), candidates, peer.isWhole());
    links.nextRound(peer.number);
    peer.roundAt = floor.seconds();
    return decision;
  }

  /** Whether somebody more could be served. */
  boolean hasFree(Peer peer) {
    return peer.here && peer.served < (long) peer.choker().regularSlots() + optimistic;
  }

  /** Gives free slots away. */
  ChokeDecision fill(Peer peer) {
    return peer.choker().fill(candidates(peer, floor.seconds() - peer.roundAt));
  }

  void serve(Peer peer, int end) {
    links.serve(end, (float) floor.seconds());
    hungry(peer, end, floor.wants(floor.peers[links.other(end)], peer));
  }

  /** Notes whether a neighbour that is served wants anything: if not, its slot is free. */
  void hungry(Peer peer, int end, boolean wants) {
    if (links.isHungry(end) != wants) {
      links.hungry(end, wants);
      peer.served += wants ? 1 : -1;
    }
  }

  void choke(Peer peer, int end) {
    if (links.isServed(end)) {
      hungry(peer, end, false);
      links.choke(end);
    }
  }

  /** The neighbours that a decision can be about. */
  private List<Candidate> candidates(Peer peer, double sinceRound) {
    List<Candidate> candidates = new ArrayList<>(links.size(peer.number));
    for (int end = Links.first(peer.number); end < links.beyond(peer.number); end++) {
      boolean wants = floor.wants(floor.peers[links.other(end)], peer);
      if (wants || links.isServed(end)) {
        candidates.add(candidate(end, wants, sinceRound));
      }
    }
    return candidates;
  }

  private Candidate candidate(int end, boolean interested, double sinceRound) {
    double now = floor.seconds();
    double span = Math.clamp(now - links.knownSince(end), 1, round + sinceRound);
    Optional<Instant> since =
        links.isServed(end) ? Optional.of(floor.instant(links.servedSince(end))) : Optional.empty();
    return new Candidate(
        new PeerKey(links.other(end)),
        interested,
        false,
        floor.instant(links.knownSince(end)),
        (long) (bytes(links.takenLately(end)) / span),
        (long) (bytes(links.givenLately(end)) / span),
        bytes(links.given(end)),
        since,
        bytes(links.givenThisTurn(end)),
        bytes(links.taken(end)));
  }

  private long bytes(int pieces) {
    return (long) pieces * floor.plan.pieceLength();
  }
}
