package minibit.sim.pieces;

import java.util.LinkedHashMap;
import java.util.Map;
import minibit.core.piece.Bitfield;

/**
 * What a super-seeder shows (BEP 16): one piece to each neighbour, the one shown least so far, and
 * the next when another has it too, so that each piece leaves the seeder about once.
 */
final class Shown {
  private final int[] times;
  private final Map<Integer, Bitfield> to = new LinkedHashMap<>();
  private final Map<Integer, Integer> last = new LinkedHashMap<>();

  Shown(int pieces) {
    times = new int[pieces];
  }

  /** What this neighbour knows of. */
  Bitfield to(int neighbour) {
    return to.computeIfAbsent(neighbour, _ -> new Bitfield(times.length));
  }

  void forget(int neighbour) {
    to.remove(neighbour);
    last.remove(neighbour);
  }

  /** Whether this was the last piece shown to it. */
  boolean isLast(int neighbour, int piece) {
    return last.getOrDefault(neighbour, -1) == piece;
  }

  /** The next piece for a neighbour that lacks it, or -1 if it was shown all that it lacks. */
  int next(int neighbour, Bitfield has) {
    Bitfield known = to(neighbour);
    int best = -1;
    for (int piece = 0; piece < times.length; piece++) {
      if (!has.get(piece) && !known.get(piece) && (best < 0 || times[piece] < times[best])) {
        best = piece;
      }
    }
    if (best >= 0) {
      times[best]++;
      known.set(best);
      last.put(neighbour, best);
    }
    return best;
  }
}
