package minibit.core.choker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import minibit.core.choker.ChokeDecision.Choice;
import minibit.core.choker.ChokeDecision.Why;
import minibit.core.session.PeerKey;

/**
 * Serves the first of a ranking, with as many slots as the usual choker would have. Some of the
 * slots may go by chance, held for a rotation, so that those the ranking cannot judge yet are
 * tried. What the ranking leaves free is given by chance too.
 */
final class RankedChoker implements ChokeStrategy {
  private final ChokerSettings settings;
  private final RandomGenerator random;
  private final Ranking ranking;
  private final int byChance;
  private final SlotCount slots;
  private List<PeerKey> tried = List.of();
  private Instant rotateAt = Instant.MIN;

  RankedChoker(ChokerSettings settings, RandomGenerator random, Ranking ranking, int byChance) {
    this.settings = settings;
    this.random = random;
    this.ranking = ranking;
    this.byChance = byChance;
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
    List<Candidate> interested = interested(peers);
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate peer : ranking.rank(interested)) {
      if (serve.size() >= total() - byChance) {
        break;
      }
      chosen.add(peer);
      serve.put(peer.peer(), new Choice(peer.peer(), Why.BY_RULE));
    }
    tryByChance(now, interested, serve);
    ranking.served(chosen);
    return ChokeDecision.of(peers, serve);
  }

  @Override
  public ChokeDecision fill(List<Candidate> peers) {
    Map<PeerKey, Choice> serve = new LinkedHashMap<>();
    List<Candidate> waiting = new ArrayList<>();
    for (Candidate peer : interested(peers)) {
      if (peer.unchoked()) {
        serve.put(peer.peer(), new Choice(peer.peer(), Why.TURN));
      } else {
        waiting.add(peer);
      }
    }
    List<PeerKey> unchoke = new ArrayList<>();
    shuffle(waiting);
    for (Candidate peer : waiting) {
      if (serve.size() >= total()) {
        break;
      }
      serve.put(peer.peer(), new Choice(peer.peer(), Why.FREE_SLOT));
      unchoke.add(peer.peer());
    }
    return new ChokeDecision(new ArrayList<>(serve.values()), unchoke, List.of());
  }

  private int total() {
    return slots.regular() + settings.optimisticSlots();
  }

  private void tryByChance(Instant now, List<Candidate> interested, Map<PeerKey, Choice> serve) {
    if (!now.isBefore(rotateAt)) {
      tried = List.of();
      rotateAt = now.plus(settings.optimisticRotation());
    }
    List<Candidate> rest = new ArrayList<>();
    for (Candidate peer : interested) {
      if (!serve.containsKey(peer.peer())) {
        rest.add(peer);
      }
    }
    shuffle(rest);
    rest.sort((a, b) -> Boolean.compare(tried.contains(b.peer()), tried.contains(a.peer())));
    List<PeerKey> trying = new ArrayList<>();
    for (Candidate peer : rest) {
      if (serve.size() >= total()) {
        break;
      }
      serve.put(peer.peer(), new Choice(peer.peer(), Why.OPTIMISTIC));
      trying.add(peer.peer());
    }
    tried = List.copyOf(trying);
  }

  private void shuffle(List<Candidate> peers) {
    for (int i = peers.size() - 1; i > 0; i--) {
      Collections.swap(peers, i, random.nextInt(i + 1));
    }
  }

  private static List<Candidate> interested(List<Candidate> peers) {
    List<Candidate> interested = new ArrayList<>(peers.size());
    for (Candidate peer : peers) {
      if (peer.interested()) {
        interested.add(peer);
      }
    }
    return interested;
  }
}
