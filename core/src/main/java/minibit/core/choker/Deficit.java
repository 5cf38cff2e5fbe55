package minibit.core.choker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Those first to whom we owe most: who gave us more than it got. Strangers, to whom nothing is
 * owed, come before those who owe us. FairTorrent (Sherman, Nieh and Stein, 2009) decides so for
 * every block; here it is decided once a round.
 */
record Deficit(RandomGenerator random) implements Ranking {
  @Override
  public List<Candidate> rank(List<Candidate> interested) {
    List<Candidate> order = new ArrayList<>(interested.size());
    for (Candidate peer : interested) {
      order.add(random.nextInt(order.size() + 1), peer);
    }
    order.sort(Comparator.comparingLong(Candidate::debt));
    return order;
  }
}
