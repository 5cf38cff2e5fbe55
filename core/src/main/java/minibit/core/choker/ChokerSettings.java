package minibit.core.choker;

import java.time.Duration;

/**
 * How uploads are shared.
 *
 * @param regularSlots peers served for what they give, to begin with
 * @param optimisticSlots peers served by chance on top of that
 * @param maxRegularSlots the most that adapting to the upload capacity may reach: beyond, each peer
 *     gets too little and TCP gets in its own way
 * @param adaptive whether the number of regular slots follows the upload capacity
 * @param round time between reconsiderations: shorter makes peers flap
 * @param optimisticRotation time an optimistic choice lasts: time to answer with data
 * @param newcomer how long a peer counts as new, and is likelier to be tried
 * @param turn bytes a leecher gets of a seeder before others that wait come first
 * @param trial bytes that a peer drawn by chance gets before it must have given something, or
 *     another is tried: by then it has pieces to give
 * @param longestTurn time after which a slow leecher's turn ends all the same
 * @param slotFloor bytes a second of one slot below which a slot too many is assumed
 */
public record ChokerSettings(
    int regularSlots,
    int optimisticSlots,
    int maxRegularSlots,
    boolean adaptive,
    Duration round,
    Duration optimisticRotation,
    Duration newcomer,
    long turn,
    long trial,
    Duration longestTurn,
    long slotFloor) {
  /** What is used unless set otherwise. */
  public static final ChokerSettings DEFAULTS =
      new ChokerSettings(
          4,
          1,
          32,
          true,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          8L << 20,
          1L << 20,
          Duration.ofSeconds(30),
          8 << 10);

  /** Checks the numbers. */
  public ChokerSettings {
    if (regularSlots < 0 || optimisticSlots < 0 || regularSlots + optimisticSlots < 1) {
      throw new IllegalArgumentException("slots: " + regularSlots + " + " + optimisticSlots);
    }
    if (maxRegularSlots < regularSlots || turn < 1 || trial < 1 || slotFloor < 0) {
      throw new IllegalArgumentException(
          "no choker: " + maxRegularSlots + ", " + turn + ", " + trial);
    }
    if (!round.isPositive() || optimisticRotation.compareTo(round) < 0) {
      throw new IllegalArgumentException("rounds: " + round + ", " + optimisticRotation);
    }
  }

  /** The same with a fixed number of slots. */
  public ChokerSettings withSlots(int regular, int optimistic) {
    return new ChokerSettings(
        regular,
        optimistic,
        Math.max(regular, maxRegularSlots),
        false,
        round,
        optimisticRotation,
        newcomer,
        turn,
        trial,
        longestTurn,
        slotFloor);
  }
}
