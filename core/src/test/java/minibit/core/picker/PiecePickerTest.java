package minibit.core.picker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.piece.PieceTable;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;

/** Which pieces are chosen, and what is never chosen. */
class PiecePickerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int BLOCKS = 4;

  /** Every holder is fast, nobody is late. */
  private static final class Everyone implements Pace {
    boolean fast = true;

    @Override
    public boolean keepsUp(long peer, long bytesLeft) {
      return fast;
    }

    @Override
    public boolean isHopeless(long peer) {
      return false;
    }
  }

  private final Everyone pace = new Everyone();

  private static Geometry geometry(int pieces) {
    return Geometry.linear((long) pieces * BLOCKS * Block.SIZE, BLOCKS * Block.SIZE);
  }

  private PieceTable table(int pieces, int... have) {
    return new PieceTable(geometry(pieces), field(pieces, have));
  }

  private PiecePicker picker(PieceTable table, long seed) {
    PiecePicker picker = new PiecePicker(table, pace, PickWatch.NONE, new SplittableRandom(seed));
    byte[] normal = new byte[table.geometry().pieces()];
    Arrays.fill(normal, (byte) 4);
    picker.want(normal, false);
    return picker;
  }

  private static Bitfield field(int pieces, int... set) {
    Bitfield field = new Bitfield(pieces);
    for (int piece : set) {
      field.set(piece);
    }
    return field;
  }

  /** The order of rarity is kept through any run of changes: a piece is never rarer than chosen. */
  @Seeds(50)
  void theRarestOfThePeerIsChosen(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int pieces = 50;
    PieceTable table = table(pieces, 0);
    PiecePicker picker = picker(table, seed);
    Map<Long, Bitfield> peers = new LinkedHashMap<>();
    for (int step = 0; step < 400; step++) {
      long number = random.nextInt(12);
      Bitfield has = peers.get(number);
      if (has == null) {
        has = new Bitfield(pieces);
        for (int piece = 0; piece < pieces - 1; piece++) {
          if (random.nextInt(3) == 0) {
            has.set(piece);
          }
        }
        peers.put(number, has);
        picker.join(has);
      } else if (random.nextInt(8) == 0) {
        peers.remove(number);
        picker.leave(has, false);
        continue;
      } else {
        int gained = random.nextInt(pieces - 1);
        if (has.set(gained)) {
          picker.gained(gained);
        }
      }
      List<Block> picked = picker.pick(Puller.of(number, has), 1, NOW);
      if (!picked.isEmpty()) {
        int chosen = picked.getFirst().piece();
        for (int piece = 0; piece < pieces; piece++) {
          if (has.get(piece) && table.isMissing(piece) && picker.needed().get(piece)) {
            assertThat(count(peers, piece)).isGreaterThanOrEqualTo(count(peers, chosen));
          }
        }
        assertThat(picker.availability(chosen)).isEqualTo(count(peers, chosen));
        picker.released(picked.getFirst(), number);
        if (random.nextInt(10) == 0) {
          picker.verified(chosen);
        }
      }
    }
  }

  private static int count(Map<Long, Bitfield> peers, int piece) {
    return (int) peers.values().stream().filter(has -> has.get(piece)).count();
  }

  /** Among equally rare pieces chance decides, and no piece is favoured much. */
  @Test
  void tiesAreBrokenByChance() {
    int[] chosen = new int[20];
    for (long seed = 0; seed < 4000; seed++) {
      PiecePicker picker = picker(table(20, 0), seed);
      picker.join(Bitfield.full(20));
      chosen[picker.pick(Puller.of(1, Bitfield.full(20)), 1, NOW).getFirst().piece()]++;
    }
    assertThat(chosen[0]).isZero();
    for (int piece = 1; piece < 20; piece++) {
      assertThat(chosen[piece]).isBetween(140, 290);
    }
  }

  /** A begun piece is left to its holder while that is fast, and is finished by others after. */
  @Test
  void aBegunPieceIsLeftToOnePeerWhileItIsFast() {
    PieceTable table = table(10, 0);
    PiecePicker picker = picker(table, 1);
    Bitfield all = Bitfield.full(10);
    picker.join(all);
    picker.join(all);
    int begun = picker.pick(Puller.of(1, all), 1, NOW).getFirst().piece();

    assertThat(picker.pick(Puller.of(2, all), 1, NOW).getFirst().piece()).isNotEqualTo(begun);
    assertThat(picker.pick(Puller.of(1, all), BLOCKS - 1, NOW))
        .allMatch(block -> block.piece() == begun);

    pace.fast = false;
    int other = picker.pick(Puller.of(1, all), 1, NOW).getFirst().piece();
    assertThat(picker.pick(Puller.of(3, all), 1, NOW).getFirst().piece())
        .isIn(other, table.begun().iterator().next().piece())
        .satisfies(piece -> assertThat(table.isMissing(piece)).isFalse());
  }

  /** The higher priority goes first, however common; what is not wanted is never chosen. */
  @Test
  void prioritiesComeBeforeRarity() {
    PiecePicker picker = picker(table(6, 0), 1);
    picker.want(new byte[] {4, 1, 4, 7, 0, 4}, false);
    picker.join(Bitfield.full(6));
    picker.join(field(6, 3));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      picker.pick(Puller.of(1, Bitfield.full(6)), BLOCKS, NOW).stream()
          .limit(1)
          .forEach(block -> order.add(block.piece()));
    }

    assertThat(order).hasSize(4).startsWith(3).endsWith(1).doesNotContain(0, 4);
  }

  @Test
  void sequentialMeansInOrder() {
    PiecePicker picker = picker(table(5), 1);
    picker.want(new byte[] {4, 4, 4, 4, 4}, true);
    picker.join(Bitfield.full(5));

    assertThat(picker.pick(Puller.of(1, Bitfield.full(5)), 5 * BLOCKS, NOW))
        .extracting(Block::piece)
        .isSorted()
        .hasSize(5 * BLOCKS);
  }

  /** While choked only what the peer allowed is asked for. */
  @Test
  void aChokingPeerIsAskedForAllowedPiecesOnly() {
    PiecePicker picker = picker(table(10), 1);
    Bitfield all = Bitfield.full(10);
    picker.join(all);
    Puller choking = new Puller(1, all, true, false, List.of(7), List.of());

    assertThat(picker.pick(choking, 100, NOW)).hasSize(BLOCKS).allMatch(b -> b.piece() == 7);
  }

  /** In endgame a late block is asked of one more peer, and of no third. */
  @Test
  void endgameAsksTwiceAndNotThrice() {
    PiecePicker picker = picker(table(1), 1);
    Bitfield all = Bitfield.full(1);
    picker.join(all);
    List<Block> first = picker.pick(Puller.of(1, all), BLOCKS, NOW);
    assertThat(picker.isEndgame()).isTrue();

    for (Block block : first) {
      assertThat(picker.mayAskTwice(block, Puller.of(1, all))).isFalse();
      assertThat(picker.mayAskTwice(block, Puller.of(2, all))).isTrue();
      picker.askTwice(block, Puller.of(2, all));
      assertThat(picker.mayAskTwice(block, Puller.of(3, all))).isFalse();
    }
    assertThat(picker.received(first.getFirst(), 1, NOW)).containsExactly(2L);
  }

  /** A piece that was sent corrupt by several comes from one peer alone the next time. */
  @Test
  void anIsolatedPieceHasOneSender() {
    PieceTable table = table(1);
    PiecePicker picker = picker(table, 1);
    Bitfield all = Bitfield.full(1);
    picker.join(all);
    picker.isolate(0);
    pace.fast = false;
    List<Block> first = picker.pick(Puller.of(1, all), 2, NOW);

    assertThat(picker.pick(Puller.of(2, all), 4, NOW)).isEmpty();
    assertThat(picker.mayAskTwice(first.getFirst(), Puller.of(2, all))).isFalse();
    assertThat(picker.pick(Puller.of(1, all), 4, NOW)).hasSize(2);
  }

  /** Who suggests something is asked for that, and for nothing else while it has that to send. */
  @Test
  void aPeerIsAskedForWhatItSuggests() {
    PieceTable table = table(10, 9);
    PiecePicker picker = picker(table, 1);
    Bitfield all = Bitfield.full(10);
    picker.join(all);
    Puller suggesting = new Puller(1, all, false, false, List.of(), List.of(7, 3));

    List<Block> first = picker.pick(suggesting, 100, NOW);
    assertThat(first).hasSize(2 * BLOCKS).allMatch(b -> b.piece() == 7 || b.piece() == 3);
    assertThat(picker.pick(suggesting, 100, NOW)).isEmpty();
    first.forEach(block -> picker.received(block, 1, NOW));

    assertThat(picker.pick(suggesting, 100, NOW)).hasSize(7 * BLOCKS);
  }

  /** A suggestion changes neither what is rarest nor what the user wants first. */
  @Test
  void aSuggestionBendsNoOtherRule() {
    PiecePicker picker = picker(table(3, 2), 1);
    picker.join(field(3, 0, 1));
    picker.join(field(3, 0));
    Puller suggesting = new Puller(1, field(3, 0, 1), false, false, List.of(), List.of(0));

    assertThat(picker.pick(suggesting, BLOCKS, NOW)).allMatch(block -> block.piece() == 1);
    picker.want(new byte[] {4, 4, 4}, true);
    assertThat(picker.pick(suggesting, BLOCKS, NOW)).allMatch(block -> block.piece() == 0);
  }
}
