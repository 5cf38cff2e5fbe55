package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import minibit.core.piece.Geometry;
import minibit.core.testing.Seeds;

/** Hardly a block is received twice, however small the torrent and however uneven the machines. */
class DuplicatesTest {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  /** One in a hundred bytes at most. */
  private static void assertLittleWaste(World world) {
    long wasted = world.nodes.stream().mapToLong(node -> node.duplicateBytes).sum();
    long fetched = world.nodes.stream().mapToLong(node -> node.freshBytes).sum();
    assertThat(wasted).as("of " + fetched).isLessThanOrEqualTo(fetched / 100);
  }

  private static World few(long seed, long size, int pieceLength, long seederRate, long rate) {
    World world = new World(seed, Geometry.linear(size, pieceLength));
    world.latency = Duration.ofMillis(1);
    world.seeder(seederRate);
    for (int i = 0; i < 4; i++) {
      world.leecher(rate);
    }
    return world;
  }

  /** A seeder held to 1.5 MB/s, four quick leechers, a few MB. */
  @Seeds(40)
  void smallTorrentOnOneMachine(long seed) {
    World world = few(seed, 5 * MIB + 7, (int) (16 * KIB), 1500 * KIB, 200 * MIB);
    world.introduce();

    world.runUntilFinished(Duration.ofMinutes(1));

    assertLittleWaste(world);
  }

  /** The same where every process stands still for up to three seconds now and then. */
  @Seeds(100)
  void smallTorrentOnABusyMachine(long seed) {
    World world = few(seed, 5 * MIB + 7, (int) (16 * KIB), 1500 * KIB, 200 * MIB);
    world.introduce();
    stutter(world, 3000);

    world.runUntilFinished(Duration.ofMinutes(3));

    assertLittleWaste(world);
  }

  /** Larger pieces are shared by several peers sooner. */
  @Seeds(40)
  void fewLargePiecesOnABusyMachine(long seed) {
    World world = few(seed, 5 * MIB + 7, (int) MIB, 1500 * KIB, 20 * MIB);
    world.introduce();
    stutter(world, 3000);

    world.runUntilFinished(Duration.ofMinutes(3));

    assertLittleWaste(world);
  }

  /** Peers of very different speed: the slow ones' last blocks are not all fetched twice. */
  @Seeds(40)
  void unevenPeers(long seed) {
    World world = new World(seed, Geometry.linear(8 * MIB, (int) (64 * KIB)));
    world.seeder(256 * KIB);
    world.seeder(16 * KIB);
    for (int i = 0; i < 6; i++) {
      world.leecher((16 << world.random.nextInt(6)) * KIB);
    }
    world.introduce();

    world.runUntilFinished(Duration.ofMinutes(10));

    assertLittleWaste(world);
  }

  private static void stutter(World world, int longest) {
    world.after(
        Duration.ofMillis(500 + world.random.nextInt(500)),
        () -> {
          Node node = world.nodes.get(world.random.nextInt(world.nodes.size()));
          node.freeze(Duration.ofMillis(200 + world.random.nextInt(longest)));
          stutter(world, longest);
        });
  }
}
