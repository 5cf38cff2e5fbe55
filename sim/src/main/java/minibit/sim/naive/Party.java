package minibit.sim.naive;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import minibit.sim.plan.Guest;

/** One who takes part, and what it still has to send. */
final class Party {
  final Guest guest;
  final BitSet has = new BitSet();
  final Deque<Job> jobs = new ArrayDeque<>();
  boolean here;
  boolean gone;
  boolean sending;
  long downFreeAt;
  double completedAt = -1;
  long given;
  long taken;

  Party(Guest guest) {
    this.guest = guest;
  }
}
