package minibit.daemon.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * A run on its way from the disk, and who waits for it: as many as peers ask for it meanwhile. Any
 * thread.
 */
final class RunRead {
  private List<RunAsker> askers = new ArrayList<>();
  private boolean ended;

  /** One more waits; false if it has ended already. */
  synchronized boolean join(RunAsker asker) {
    return !ended && askers.add(asker);
  }

  /** How many wait. */
  synchronized int askers() {
    return askers.size();
  }

  /** Nobody may join any more; all who did and were not yet returned. */
  synchronized List<RunAsker> end() {
    List<RunAsker> all = askers;
    askers = List.of();
    ended = true;
    return all;
  }
}
