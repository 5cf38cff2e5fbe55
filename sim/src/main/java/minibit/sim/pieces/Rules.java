package minibit.sim.pieces;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import minibit.core.choker.ChokeRule;
import minibit.core.choker.ChokeStrategy;
import minibit.core.choker.ChokerSettings;
import minibit.core.picker.PickRule;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.sim.plan.Guest;

/**
 * How everyone decides.
 *
 * @param picker which piece next
 * @param chokeRule whom to serve; free riders serve nobody
 * @param settings of the choker
 * @param superSeeding whether the first seeder shows its pieces one by one (BEP 16)
 * @param geometry pieces of one block
 * @param priorities of the pieces, all alike; not changed
 */
public record Rules(
    PickRule picker,
    ChokeRule chokeRule,
    ChokerSettings settings,
    boolean superSeeding,
    Geometry geometry,
    byte[] priorities) {
  private static final byte NORMAL = 4;

  ChokeStrategy choker(Guest guest, RandomGenerator random) {
    ChokeRule rule = guest.spec().rides() ? ChokeRule.NOBODY : chokeRule;
    return rule.make(settings, random);
  }

  /** Rules for a torrent of so many pieces. */
  public static Rules of(
      int pieces,
      PickRule picker,
      ChokeRule chokeRule,
      ChokerSettings settings,
      boolean superSeeding) {
    byte[] alike = new byte[pieces];
    Arrays.fill(alike, NORMAL);
    Geometry oneBlockEach = Geometry.linear((long) pieces * Block.SIZE, Block.SIZE);
    return new Rules(picker, chokeRule, settings, superSeeding, oneBlockEach, alike);
  }
}
