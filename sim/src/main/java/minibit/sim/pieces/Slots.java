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
  private final double round;
  private final int optimistic;

  Slots(Floor floor) {
    this.floor = floor;
    this.round = floor.rules.settings().round().toMillis() / 1000.0;
    this.optimistic = floor.rules.settings().optimisticSlots();
  }

  double roundSeconds() {
    return round;
  }

  ChokeDecision round(Peer peer) {
    List<Candidate> candidates = candidates(peer, round);
    ChokeDecision decision = peer.choker().round(floor.instant(), candidates, peer.isWhole());
    peer.links.nextRound();
    peer.roundAt = floor.seconds();
    return decision;
  }

  /** Gives free slots away, if there are any. */
  Optional<ChokeDecision> fill(Peer peer) {
    if (!peer.here || peer.served >= (long) peer.choker().regularSlots() + optimistic) {
      return Optional.empty();
    }
    return Optional.of(peer.choker().fill(candidates(peer, floor.seconds() - peer.roundAt)));
  }

  /** Notes whether a neighbour wants something. Says whether that is news. */
  boolean interested(Peer peer, int place, boolean wants) {
    if (peer.links.interested[place] == wants) {
      return false;
    }
    peer.links.interested[place] = wants;
    if (peer.links.isServed(place)) {
      peer.served += wants ? 1 : -1;
    }
    return true;
  }

  void serve(Peer peer, int place) {
    peer.links.servedSince[place] = (float) floor.seconds();
    peer.links.givenByTurn[place] = peer.links.given[place];
    peer.served += peer.links.interested[place] ? 1 : 0;
  }

  void choke(Peer peer, int place) {
    if (peer.links.isServed(place)) {
      peer.links.servedSince[place] = -1;
      peer.served -= peer.links.interested[place] ? 1 : 0;
    }
  }

  /** The neighbours that a decision can be about. */
  private List<Candidate> candidates(Peer peer, double sinceRound) {
    Links links = peer.links;
    List<Candidate> candidates = new ArrayList<>();
    for (int place = 0; place < links.size(); place++) {
      if (links.interested[place] || links.isServed(place)) {
        candidates.add(candidate(links, place, sinceRound));
      }
    }
    return candidates;
  }

  private Candidate candidate(Links links, int place, double sinceRound) {
    double now = floor.seconds();
    double span = Math.clamp(now - links.knownSince[place], 1, round + sinceRound);
    Optional<Instant> since =
        links.isServed(place)
            ? Optional.of(floor.instant(links.servedSince[place]))
            : Optional.empty();
    return new Candidate(
        new PeerKey(links.other[place]),
        links.interested[place],
        false,
        floor.instant(links.knownSince[place]),
        (long) (bytes(links.taken[place] - links.takenBefore[place]) / span),
        (long) (bytes(links.given[place] - links.givenBefore[place]) / span),
        bytes(links.given[place]),
        since,
        bytes(links.given[place] - links.givenByTurn[place]),
        bytes(links.taken[place]));
  }

  private long bytes(int pieces) {
    return (long) pieces * floor.plan.pieceLength();
  }
}
