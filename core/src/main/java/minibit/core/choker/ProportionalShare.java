package minibit.core.choker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An order by lot: who gave twice as much of late comes first twice as often, so that over the
 * rounds each gets in proportion to what it gives. PropShare (Levin, LaCurts, Spring and
 * Bhattacharjee, 2008) divides the bytes of every round so; here slots are drawn, for a slot is all
 * that a choke message can divide.
 */
record ProportionalShare(RandomGenerator random) implements Ranking {
  private record Lot(Candidate peer, double time) {}

  @Override
  public List<Candidate> rank(List<Candidate> interested) {
    List<Lot> lots = new ArrayList<>(interested.size());
    for (Candidate peer : interested) {
      // A race of exponential clocks, each as fast as the peer gives. StrictMath: one result
      // everywhere.
      double chance = -StrictMath.log(1 - random.nextDouble());
      if (peer.receivedRate() > 0) {
        lots.add(new Lot(peer, chance / peer.receivedRate()));
      }
    }
    lots.sort(Comparator.comparingDouble(Lot::time));
    return lots.stream().map(Lot::peer).toList();
  }
}
