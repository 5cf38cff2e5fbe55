package minibit.core.picker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.piece.PieceTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each rule promises about the next piece. */
class PickRuleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PIECES = 40;

  private static final Pace FAST =
      new Pace() {
        @Override
        public boolean keepsUp(long peer, long bytesLeft) {
          return true;
        }

        @Override
        public boolean isHopeless(long peer) {
          return false;
        }
      };

  /** Has piece 0 already; piece 5 is the rarest, of all others two peers have a copy. */
  private static PiecePicker picker(PickRule rule, long seed) {
    Bitfield have = new Bitfield(PIECES);
    have.set(0);
    Geometry geometry = Geometry.linear((long) PIECES * Block.SIZE, Block.SIZE);
    PiecePicker picker =
        new PiecePicker(
            new PieceTable(geometry, have), FAST, PickWatch.NONE, new SplittableRandom(seed), rule);
    byte[] normal = new byte[PIECES];
    Arrays.fill(normal, (byte) 4);
    picker.want(normal, false);
    Bitfield allButFive = Bitfield.full(PIECES);
    allButFive.clear(5);
    picker.join(Bitfield.full(PIECES));
    picker.join(allButFive);
    return picker;
  }

  private static int first(PiecePicker picker) {
    List<Block> blocks = picker.pick(Puller.of(1, Bitfield.full(PIECES)), 1, NOW);
    return blocks.getFirst().piece();
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleHasAWord(PickRule rule) {
    assertThat(PickRule.ofWord(rule.word())).contains(rule);
  }

  /** Whatever the rule, a peer that has everything gives everything, each piece once. */
  @ParameterizedTest
  @EnumSource
  void noPieceIsForgotten(PickRule rule) {
    List<Block> blocks = picker(rule, 1).pick(Puller.of(1, Bitfield.full(PIECES)), PIECES + 5, NOW);

    assertThat(blocks).hasSize(PIECES - 1).doesNotHaveDuplicates();
  }

  @Test
  void rarestTakesTheRarest() {
    assertThat(first(picker(PickRule.RAREST, 3))).isEqualTo(5);
  }

  @Test
  void sequentialTakesTheFirst() {
    assertThat(first(picker(PickRule.SEQUENTIAL, 3))).isEqualTo(1);
  }

  /** Every piece is as likely, the rarest too. */
  @Test
  void randomHasNoFavourite() {
    Map<Integer, Integer> times = new LinkedHashMap<>();
    for (int seed = 0; seed < 3_900; seed++) {
      times.merge(first(picker(PickRule.RANDOM, seed)), 1, Integer::sum);
    }

    assertThat(times).hasSize(PIECES - 1);
    assertThat(times.values()).allMatch(count -> count > 50 && count < 160);
  }

  /** The rarest in the window goes first; then others of the window, never one beyond. */
  @Test
  void theWindowIsEmptiedBeforeWhatIsBeyond() {
    PiecePicker picker = picker(PickRule.WINDOW, 3);
    List<Block> blocks = picker.pick(Puller.of(1, Bitfield.full(PIECES)), 8, NOW);

    assertThat(blocks.getFirst().piece()).isEqualTo(5);
    assertThat(blocks).extracting(Block::piece).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
  }
}
