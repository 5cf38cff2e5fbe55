package minibit.core.choker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import minibit.core.session.PeerKey;

/** Those first whose turn was longest ago; strangers before all, by chance. */
final class RoundRobin implements Ranking {
  private final RandomGenerator random;
  private final Map<PeerKey, Long> lastTurn = new LinkedHashMap<>();
  private long turn;

  RoundRobin(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public List<Candidate> rank(List<Candidate> interested) {
    List<Candidate> order = new ArrayList<>(interested.size());
    for (Candidate peer : interested) {
      order.add(random.nextInt(order.size() + 1), peer);
    }
    order.sort(Comparator.comparingLong(peer -> lastTurn.getOrDefault(peer.peer(), -1L)));
    forgetOthers(interested);
    return order;
  }

  @Override
  public void served(List<Candidate> chosen) {
    turn++;
    for (Candidate peer : chosen) {
      lastTurn.put(peer.peer(), turn);
    }
  }

  /** So that the book does not grow with everyone who ever came. */
  private void forgetOthers(List<Candidate> present) {
    if (lastTurn.size() > 2 * present.size() + 16) {
      lastTurn.keySet().retainAll(present.stream().map(Candidate::peer).toList());
    }
  }
}
