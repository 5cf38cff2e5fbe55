package minibit.core.choker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import minibit.core.choker.ChokeDecision.Choice;
import minibit.core.choker.ChokeDecision.Why;
import minibit.core.session.PeerKey;

/**
 * Whom to unchoke. A leecher serves those who give it most, and one drawn by chance (tit-for-tat,
 * BEP 3); snubbing peers are served by chance only. Chance is for those who owe us nothing: who
 * took and did not give is tried again when nobody else is left, so that each of us is taken in
 * once by a free rider, and not again and again. A seeder serves in turns of equal size, those
 * first who got least beyond what they gave, so that a fast peer is not fed at the cost of the
 * rest. Rounds reconsider; between them {@link #fill} gives a free slot away at once. One owner.
 */
public final class Choker implements ChokeStrategy {
  private final ChokerSettings settings;
  private final RandomGenerator random;
  private final SlotCount slots;
  private List<PeerKey> optimistic = List.of();
  private Instant rotateAt = Instant.MIN;

  /** A choker that has decided nothing yet. */
  public Choker(ChokerSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    this.slots = new SlotCount(settings);
  }

  @Override
  public int regularSlots() {
    return slots.regular();
  }

  @Override
  public ChokeDecision round(Instant now, List<Candidate> peers, boolean seeding) {
    slots.adapt(peers);
    Map<PeerKey, Choice> serve = new LinkedHashMap<>();
    if (seeding) {
      serveInTurns(now, peers, serve);
    } else {
      tradeFor(peers, serve);
      tryByChance(now, peers, serve);
    }
    fillUp(peers, serve);
    return ChokeDecision.of(peers, serve);
  }

  /** Free slots go to the peers that wait longest for their first. */
  @Override
  public ChokeDecision fill(List<Candidate> peers) {
    Map<PeerKey, Choice> serve = new LinkedHashMap<>();
    for (Candidate peer : peers) {
      if (peer.unchoked() && peer.interested()) {
        serve.put(peer.peer(), new Choice(peer.peer(), Why.TURN));
      }
    }
    if (serve.size() >= total()) {
      return ChokeDecision.NOTHING;
    }
    fillUp(peers, serve);
    List<PeerKey> unchoke = new ArrayList<>();
    for (Candidate peer : peers) {
      if (!peer.unchoked() && serve.containsKey(peer.peer())) {
        unchoke.add(peer.peer());
      }
    }
    return new ChokeDecision(new ArrayList<>(serve.values()), unchoke, List.of());
  }

  private int total() {
    return slots.regular() + settings.optimisticSlots();
  }

  private void tradeFor(List<Candidate> peers, Map<PeerKey, Choice> serve) {
    peers.stream()
        .filter(peer -> peer.interested() && !peer.snubbed() && peer.receivedRate() > 0)
        .sorted(
            Comparator.comparingLong(Candidate::receivedRate)
                .reversed()
                .thenComparing(peer -> !peer.unchoked()))
        .limit(slots.regular())
        .forEach(peer -> serve.put(peer.peer(), new Choice(peer.peer(), Why.GIVES_MOST)));
  }

  /** Keeps the chosen ones for a rotation, unless they went, or earn a regular slot by now. */
  private void tryByChance(Instant now, List<Candidate> peers, Map<PeerKey, Choice> serve) {
    if (!now.isBefore(rotateAt)) {
      optimistic = List.of();
      rotateAt = now.plus(settings.optimisticRotation());
    }
    List<PeerKey> chosen = new ArrayList<>();
    for (Candidate peer : peers) {
      if (peer.interested()
          && optimistic.contains(peer.peer())
          && !serve.containsKey(peer.peer())
          && !isInVain(peer)) {
        chosen.add(peer.peer());
      }
    }
    while (chosen.size() < settings.optimisticSlots()) {
      Optional<PeerKey> drawn = draw(now, peers, serve, chosen);
      if (drawn.isEmpty()) {
        break;
      }
      chosen.add(drawn.get());
    }
    for (PeerKey peer : chosen) {
      serve.put(peer, new Choice(peer, Why.OPTIMISTIC));
    }
    optimistic = List.copyOf(chosen);
  }

  /** Whether a trial has shown that this peer takes and does not give. */
  private boolean isInVain(Candidate peer) {
    return peer.receivedTotal() == 0 && peer.sentThisTurn() >= settings.trial();
  }

  /**
   * One of the interested who are not served yet and owe nothing; newcomers have three lots, others
   * one. If all owe something, the one who owes least.
   */
  private Optional<PeerKey> draw(
      Instant now, List<Candidate> peers, Map<PeerKey, Choice> serve, List<PeerKey> chosen) {
    List<PeerKey> lots = new ArrayList<>();
    Optional<Candidate> least = Optional.empty();
    for (Candidate peer : peers) {
      if (!peer.interested() || serve.containsKey(peer.peer()) || chosen.contains(peer.peer())) {
        continue;
      }
      if (least.isEmpty() || peer.debt() < least.get().debt()) {
        least = Optional.of(peer);
      }
      int count = peer.debt() > 0 ? 0 : isNew(peer, now) ? 3 : 1;
      for (int lot = 0; lot < count; lot++) {
        lots.add(peer.peer());
      }
    }
    return lots.isEmpty()
        ? least.map(Candidate::peer)
        : Optional.of(lots.get(random.nextInt(lots.size())));
  }

  private boolean isNew(Candidate peer, Instant now) {
    return Duration.between(peer.connectedAt(), now).compareTo(settings.newcomer()) < 0;
  }

  private void serveInTurns(Instant now, List<Candidate> peers, Map<PeerKey, Choice> serve) {
    for (Candidate peer : peers) {
      if (serve.size() < total() && peer.interested() && peer.unchoked() && !isDone(peer, now)) {
        serve.put(peer.peer(), new Choice(peer.peer(), Why.TURN));
      }
    }
    for (Candidate peer : byNeed(peers)) {
      if (serve.size() >= total()) {
        return;
      }
      serve.putIfAbsent(peer.peer(), new Choice(peer.peer(), Why.LEAST_SERVED));
    }
  }

  private boolean isDone(Candidate peer, Instant now) {
    Duration served = Duration.between(peer.unchokedAt().orElse(now), now);
    return peer.sentThisTurn() >= settings.turn() || served.compareTo(settings.longestTurn()) >= 0;
  }

  /** Interested peers that are choked before those that are served; who owes least first. */
  private List<Candidate> byNeed(List<Candidate> peers) {
    List<Candidate> order = new ArrayList<>(peers.size());
    for (Candidate peer : peers) {
      if (peer.interested()) {
        order.add(random.nextInt(order.size() + 1), peer);
      }
    }
    order.sort(Comparator.comparing(Candidate::unchoked).thenComparingLong(Candidate::debt));
    return order;
  }

  /**
   * What is left goes to who owes least, by steps of a trial, so that nobody is choked for a
   * little; snubbers last.
   */
  private void fillUp(List<Candidate> peers, Map<PeerKey, Choice> serve) {
    if (serve.size() >= total()) {
      return;
    }
    List<Candidate> order = byNeed(peers);
    order.sort(
        Comparator.comparing(Candidate::snubbed)
            .thenComparingLong(peer -> Math.floorDiv(peer.debt(), settings.trial()))
            .thenComparing(peer -> !peer.unchoked()));
    for (Candidate peer : order) {
      if (serve.size() >= total()) {
        return;
      }
      serve.putIfAbsent(peer.peer(), new Choice(peer.peer(), Why.FREE_SLOT));
    }
  }
}
