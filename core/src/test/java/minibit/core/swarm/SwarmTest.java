package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import minibit.core.choker.ChokerSettings;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Geometry;
import minibit.core.testing.Seeds;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;

/** Small swarms in virtual time: what must come out of every run, whatever the seed. */
class SwarmTest {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  private static Geometry geometry(long size, int pieceLength) {
    return Geometry.linear(size, pieceLength);
  }

  /** One seeder serves one leecher at nearly its whole upload rate. */
  @Seeds(20)
  void oneToOneUsesTheWholePipe(long seed) {
    World world = new World(seed, geometry(16 * MIB + 5, (int) (256 * KIB)));
    world.seeder(MIB);
    Node leecher = world.leecher(MIB);
    world.introduce();

    Duration took = world.runUntilFinished(Duration.ofMinutes(1));

    assertThat(took).isLessThan(Duration.ofSeconds(20));
    assertThat(leecher.duplicateBytes).isZero();
    assertThat(leecher.completed).isEqualTo(1);
  }

  /** A crowd around one seeder finishes, wasting hardly a block, and seeds part from each other. */
  @Seeds(20)
  void crowdFinishesWithoutWaste(long seed) {
    World world = new World(seed, geometry(16 * MIB, (int) (128 * KIB)));
    world.seeder(512 * KIB);
    for (int i = 0; i < 12; i++) {
      world.leecher((256 + world.random.nextInt(512)) * KIB);
    }
    world.introduce();

    Duration took = world.runUntilFinished(Duration.ofMinutes(10));

    assertThat(took).isLessThan(Duration.ofSeconds(150));
    long wasted = world.nodes.stream().mapToLong(node -> node.duplicateBytes).sum();
    long fetched = world.nodes.stream().mapToLong(node -> node.freshBytes).sum();
    assertThat(wasted).isLessThanOrEqualTo(fetched / 100);
    assertThat(world.nodes).allMatch(node -> node.completed <= 1);
    world.runFor(Duration.ofMinutes(1));
    assertThat(world.nodes).allMatch(node -> node.links.isEmpty());
  }

  /** With one slot and twenty who want it, each is served within half an hour. */
  @Seeds(20)
  void everyInterestedLeecherGetsATurn(long seed) {
    World world = new World(seed, geometry(256 * MIB, (int) MIB));
    SwarmSettings oneSlot =
        SwarmSettings.DEFAULTS.withChoker(ChokerSettings.DEFAULTS.withSlots(1, 0));
    Node seeder =
        world.node(Bitfield.full(world.geometry.pieces()), 64 * KIB, oneSlot.withAllowedFast(0));
    for (int i = 0; i < 20; i++) {
      world.leecher(1);
    }
    for (Node node : world.nodes) {
      if (node != seeder) {
        node.tell(new SwarmEvent.PeersFound(SwarmEvent.PeerSource.USER, List.of(seeder.address)));
      }
    }

    world.runFor(Duration.ofMinutes(30));

    assertThat(world.nodes.stream().skip(1))
        .allMatch(node -> node.links.values().stream().anyMatch(link -> link.wasUnchoked));
  }

  /** A seeder that leaves when every piece is out once leaves a swarm that can finish. */
  @Seeds(20)
  void finishesWithoutTheSeeder(long seed) {
    World world = new World(seed, geometry(8 * MIB, (int) (128 * KIB)));
    Node seeder = world.seeder(512 * KIB);
    for (int i = 0; i < 8; i++) {
      world.leecher(512 * KIB);
    }
    world.introduce();
    Bitfield out = new Bitfield(world.geometry.pieces());
    while (!out.isFull()) {
      world.runFor(Duration.ofMillis(100));
      for (Node node : world.nodes) {
        for (int p = node == seeder ? -1 : node.stored.next(0);
            p >= 0;
            p = node.stored.next(p + 1)) {
          out.set(p);
        }
      }
      assertThat(world.now()).isBefore(World.BEGINNING.plusSeconds(600));
    }
    seeder.die();

    world.runUntilFinished(Duration.ofMinutes(5));
  }

  /** Who sends corrupt blocks is found and turned away by everyone it fed; nobody honest is. */
  @Seeds(40)
  void liarIsFoundAndNobodyElse(long seed) {
    World world = new World(seed, geometry(8 * MIB, (int) (128 * KIB)));
    world.seeder(512 * KIB);
    Node liar = world.seeder(512 * KIB);
    liar.lies = seed % 2 == 0 ? 1 : 0.1;
    for (int i = 0; i < 6; i++) {
      world.leecher(512 * KIB);
    }
    world.introduce();

    world.runUntilFinished(Duration.ofMinutes(10));

    for (Node node : world.nodes) {
      assertThat(node.banned).allMatch(host -> host.sameHost(liar.address));
    }
    if (liar.lies == 1) {
      assertThat(world.nodes.stream().skip(2)).anyMatch(node -> !node.banned.isEmpty());
    }
  }

  /** A peer that takes requests and sends nothing costs a minute at most, and no block. */
  @Seeds(20)
  void stalledPeersHoldNothingHostage(long seed) {
    World world = new World(seed, geometry(4 * MIB, (int) (128 * KIB)));
    world.seeder(512 * KIB);
    world.seeder(512 * KIB).stalls = true;
    world.seeder(512 * KIB).stalls = true;
    world.leecher(512 * KIB);
    world.introduce();

    Duration took = world.runUntilFinished(Duration.ofMinutes(3));

    assertThat(took).isLessThan(Duration.ofSeconds(90));
  }

  /** Without the fast extension the same swarm works. */
  @Seeds(20)
  void worksWithoutFastExtension(long seed) {
    World world = new World(seed, geometry(4 * MIB, (int) (64 * KIB)));
    world.seeder(512 * KIB);
    for (int i = 0; i < 8; i++) {
      world.leecher(512 * KIB, Handshake.EXTENSIONS);
    }
    world.introduce();

    world.runUntilFinished(Duration.ofMinutes(5));
  }

  /** Peers that come and go at random lose no block for those who stay. */
  @Seeds(40)
  void noBlockIsLostWhenPeersComeAndGo(long seed) {
    World world = new World(seed, geometry(8 * MIB, (int) (256 * KIB)));
    world.seeder(256 * KIB);
    for (int i = 0; i < 8; i++) {
      world.leecher(256 * KIB);
    }
    world.introduce();
    for (int i = 0; i < 60; i++) {
      world.runFor(Duration.ofMillis(500));
      Node node = world.nodes.get(world.random.nextInt(world.nodes.size()));
      List<Node.Link> links = List.copyOf(node.links.values());
      if (!links.isEmpty()) {
        world.close(links.get(world.random.nextInt(links.size())), CloseReason.REMOTE_CLOSED);
      }
    }

    world.runUntilFinished(Duration.ofMinutes(10));
  }

  /** When the only holder leaves, the rest is finished; when it returns, so is the whole. */
  @Seeds(10)
  void completesWhenTheHolderReturns(long seed) {
    World world = new World(seed, geometry(4 * MIB, (int) (128 * KIB)));
    Node holder = world.seeder(256 * KIB);
    Node leecher = world.leecher(256 * KIB);
    world.introduce();
    world.runFor(Duration.ofSeconds(5));
    holder.die();
    world.runFor(Duration.ofMinutes(5));
    assertThat(leecher.swarm.isFinished()).isFalse();
    assertThat(leecher.swarm.status(world.now()).lacksHolders()).isTrue();

    holder.down = false;
    world.runFor(Duration.ofMinutes(1));
    world.introduce();

    world.runUntilFinished(Duration.ofMinutes(2));
  }

  /** One corrupt block in ten is enough to be found out, and nobody honest is turned away. */
  @Seeds(20)
  void rareLiarIsBannedInTheEnd(long seed) {
    World world = new World(seed, geometry(32 * MIB, (int) (128 * KIB)));
    world.seeder(256 * KIB);
    Node liar = world.seeder(MIB);
    liar.lies = 0.1;
    for (int i = 0; i < 4; i++) {
      world.leecher(512 * KIB);
    }
    world.introduce();

    world.runUntilFinished(Duration.ofMinutes(10));

    assertThat(world.nodes.stream().skip(2))
        .allMatch(node -> node.banned.stream().allMatch(host -> host.sameHost(liar.address)))
        .allMatch(node -> !node.banned.isEmpty());
  }

  /**
   * Peers that choke and unchoke all the time lose no block, with the fast extension or without.
   */
  @Seeds(20)
  void chokeStormsLoseNothing(long seed) {
    World world = new World(seed, geometry(4 * MIB, (int) (128 * KIB)));
    Node seeder = world.seeder(512 * KIB);
    for (int i = 0; i < 4; i++) {
      world.leecher(512 * KIB, seed % 2 == 0 ? World.ALL : Handshake.EXTENSIONS);
    }
    world.introduce();
    for (int i = 0; i < 100; i++) {
      world.runFor(Duration.ofMillis(50 + world.random.nextInt(100)));
      List.copyOf(seeder.links.values()).forEach(seeder::storm);
    }

    world.runUntilFinished(Duration.ofMinutes(5));

    assertThat(seeder.closed.keySet())
        .isSubsetOf(CloseReason.REMOTE_CLOSED, CloseReason.BOTH_SEED, CloseReason.DUPLICATE);
  }
}
