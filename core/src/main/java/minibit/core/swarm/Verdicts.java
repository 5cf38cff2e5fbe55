package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Whole pieces whose verdict is awaited. The engine may have dropped a block when it was told to
 * forget the piece, while the news that the block came was on its way to us: then it awaits the
 * block and we the verdict. Who waits too long for that begins the piece anew.
 */
final class Verdicts {
  /** Time after which a verdict is not coming: no disk takes as long to write and read a piece. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  private final Map<Integer, Instant> awaited = new LinkedHashMap<>();
  private final Set<Integer> givenUp = new LinkedHashSet<>();

  /** Every block of the piece came. */
  void await(int piece, Instant now) {
    awaited.putIfAbsent(piece, now);
  }

  /** The piece is no longer whole, or the verdict came. */
  void settled(int piece) {
    awaited.remove(piece);
  }

  /**
   * A verdict came.
   *
   * @return whether it may be of a try that was given up, and says nothing about who sent the last
   */
  boolean mayBeLate(int piece) {
    return givenUp.remove(piece);
  }

  /** Gives up what is overdue; the oldest come first, so the rest need not be looked at. */
  void giveUp(Instant now, IntConsumer forget) {
    while (!awaited.isEmpty()) {
      Iterator<Map.Entry<Integer, Instant>> oldest = awaited.entrySet().iterator();
      Map.Entry<Integer, Instant> entry = oldest.next();
      if (entry.getValue().plus(LONGEST).isAfter(now)) {
        return;
      }
      int piece = entry.getKey();
      oldest.remove();
      givenUp.add(piece);
      forget.accept(piece);
    }
  }
}
