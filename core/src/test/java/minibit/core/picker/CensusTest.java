package minibit.core.picker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.piece.PieceTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A picker that has its neighbours counted chooses as one that keeps a book of them. */
class CensusTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PIECES = 90;

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

  /** Counts one by one. */
  private record Plain(List<Bitfield> neighbours) implements Census {
    @Override
    public int availability(int piece) {
      return (int) neighbours.stream().filter(has -> has.get(piece)).count();
    }

    @Override
    public int rarest(Bitfield pickable, Bitfield has) {
      int best = -1;
      for (int piece = pickable.nextCommon(has, 0);
          piece >= 0;
          piece = pickable.nextCommon(has, piece + 1)) {
        if (best < 0 || availability(piece) < availability(best)) {
          best = piece;
        }
      }
      return best;
    }
  }

  private static PieceTable table(SplittableRandom random) {
    Bitfield have = new Bitfield(PIECES);
    for (int piece = 0; piece < PIECES; piece += 1 + random.nextInt(8)) {
      have.set(piece);
    }
    return new PieceTable(Geometry.linear((long) PIECES * Block.SIZE, Block.SIZE), have);
  }

  private static List<Bitfield> neighbours(SplittableRandom random) {
    List<Bitfield> neighbours = new ArrayList<>();
    neighbours.add(Bitfield.full(PIECES));
    for (int i = 0; i < 12; i++) {
      Bitfield has = new Bitfield(PIECES);
      for (int piece = 0; piece < PIECES; piece++) {
        if (random.nextInt(4) == 0) {
          has.set(piece);
        }
      }
      neighbours.add(has);
    }
    return neighbours;
  }

  @ParameterizedTest
  @EnumSource
  void choosesAsRarePiecesAsTheBook(PickRule rule) {
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Bitfield> neighbours = neighbours(random);
      Plain census = new Plain(neighbours);
      PieceTable kept = table(new SplittableRandom(seed));
      PieceTable asked = table(new SplittableRandom(seed));
      PiecePicker booked = new PiecePicker(kept, FAST, PickWatch.NONE, random.split(), rule);
      PiecePicker counted = new PiecePicker(asked, FAST, random.split(), rule, census);
      byte[] alike = new byte[PIECES];
      Arrays.fill(alike, (byte) 4);
      booked.want(alike, false);
      counted.want(alike, false);
      neighbours.forEach(booked::join);

      Puller puller = Puller.of(7, neighbours.get(random.nextInt(neighbours.size())));
      List<Block> one = booked.pick(puller, 1, NOW);
      List<Block> other = counted.pick(puller, 1, NOW);

      assertThat(other).hasSameSizeAs(one);
      for (Block block : other) {
        assertThat(puller.has().get(block.piece())).isTrue();
        assertThat(kept.isVerified(block.piece())).isFalse();
        if (rule != PickRule.RANDOM) {
          assertThat(counted.availability(block.piece()))
              .isEqualTo(booked.availability(one.getFirst().piece()));
        }
      }
    }
  }
}
