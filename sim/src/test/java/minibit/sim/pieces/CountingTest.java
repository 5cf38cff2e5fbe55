package minibit.sim.pieces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import minibit.core.choker.ChokeRule;
import minibit.core.choker.ChokerSettings;
import minibit.core.picker.PickRule;
import minibit.core.piece.Bitfield;
import minibit.sim.plan.Guest;
import minibit.sim.plan.Plan;
import minibit.sim.world.HostSpec;
import minibit.sim.world.Surroundings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adding up whole rows of bits gives what counting one by one gives. */
class CountingTest {
  private static final int PIECES = 150;

  private static Floor floor(int peers) {
    List<Guest> guests = new ArrayList<>();
    guests.add(Guest.staying(HostSpec.seeder(1 << 20, Duration.ofMillis(10)), 0));
    for (int i = 1; i < peers; i++) {
      guests.add(Guest.staying(HostSpec.leecher(1 << 20, 8 << 20, Duration.ofMillis(10)), 0));
    }
    Plan plan = new Plan((long) PIECES << 18, 1 << 18, guests, Surroundings.PLAIN, false);
    Rules rules =
        Rules.of(PIECES, PickRule.RAREST, ChokeRule.TIT_FOR_TAT, ChokerSettings.DEFAULTS, false);
    return new Floor(plan, rules, new SplittableRandom(1));
  }

  /** Every piece with the fewest holders is drawn, and no other; one neighbour up to the most. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 16, 40, 63, 64, 80})
  void findsTheRarest(int neighbours) {
    SplittableRandom random = new SplittableRandom(neighbours);
    Floor floor = floor(neighbours + 1);
    Peer viewer = floor.peers[neighbours];
    for (int other = 0; other < neighbours; other++) {
      floor.links.join(viewer.number, other, 0);
      for (int piece = 0; other > 0 && piece < PIECES; piece++) {
        // Ever more likely: some pieces are rare, the last ones nearly everybody has.
        if (random.nextInt(PIECES) < piece) {
          floor.having.gained(other, piece);
        }
      }
    }
    Bitfield pickable = new Bitfield(PIECES);
    for (int i = 0; i < 60; i++) {
      pickable.set(random.nextInt(PIECES));
    }
    Counting.View view = new Counting.View(new Counting(floor), viewer, random);

    Set<Integer> expected = rarest(floor, neighbours, pickable);
    Set<Integer> drawn = new TreeSet<>();
    for (int i = 0; i < 60 * expected.size(); i++) {
      drawn.add(view.rarest(pickable, floor.full));
    }

    assertThat(drawn).isEqualTo(expected);
    assertThat(view.rarest(pickable, new Bitfield(PIECES))).isEqualTo(-1);
  }

  private static Set<Integer> rarest(Floor floor, int neighbours, Bitfield pickable) {
    int fewest = Integer.MAX_VALUE;
    Set<Integer> rarest = new TreeSet<>();
    for (int piece = pickable.next(0); piece >= 0; piece = pickable.next(piece + 1)) {
      int holders = 0;
      for (int other = 0; other < neighbours; other++) {
        holders += floor.having.has(other, piece) ? 1 : 0;
      }
      if (holders < fewest) {
        fewest = holders;
        rarest.clear();
      }
      if (holders == fewest) {
        rarest.add(piece);
      }
    }
    return rarest;
  }
}
