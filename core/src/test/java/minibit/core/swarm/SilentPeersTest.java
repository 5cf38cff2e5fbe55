package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import minibit.core.piece.Geometry;
import minibit.core.testing.Seeds;

/** Peers that promise everything, take requests, and send nothing. */
class SilentPeersTest {
  private static final int SILENT = 6;
  private static final long MIB = 1 << 20;

  /** One peer that gives is enough, however many do not: nobody waits until they are found out. */
  @Seeds(40)
  void holdNothingUpBesideOneThatGives(long seed) {
    World world = new World(seed, Geometry.linear(16 * MIB, 256 << 10));
    world.seeder(4 * MIB);
    for (int i = 0; i < SILENT; i++) {
      world.seeder(4 * MIB).stalls = true;
    }
    Node leecher = world.leecher(MIB);
    world.introduce();

    Duration time = world.runUntilFinished(Duration.ofSeconds(40));

    // Four seconds for the bytes; the rest is what silence costs.
    assertThat(time).isLessThan(Duration.ofSeconds(40));
    assertThat(leecher.duplicateBytes).isZero();
  }
}
