package minibit.core.choker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Those first who take fastest: it empties the uplink best, and feeds the fast at all's cost. */
record FastestUpload() implements Ranking {
  @Override
  public List<Candidate> rank(List<Candidate> interested) {
    List<Candidate> order = new ArrayList<>(interested);
    order.removeIf(peer -> peer.sentRate() == 0);
    order.sort(Comparator.comparingLong(Candidate::sentRate).reversed());
    return order;
  }
}
