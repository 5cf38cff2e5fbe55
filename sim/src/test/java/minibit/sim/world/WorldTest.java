package minibit.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.swarm.SwarmSettings;
import minibit.core.wire.PeerMessage;
import org.junit.jupiter.api.Test;

/** The simulated network keeps time as a real one would, and its checks can fail. */
class WorldTest {
  private static final Duration NEAR = Duration.ofMillis(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final long MIB = 1 << 20;

  @Test
  void whatIsSetFirstHappensFirst() {
    Timeline time = new Timeline();
    List<String> order = new ArrayList<>();
    time.at(20, () -> order.add("late"));
    time.at(10, () -> order.add("one"));
    time.at(10, () -> order.add("two"));
    time.at(10, () -> time.after(0, () -> order.add("three")));

    while (time.step(15)) {
      assertThat(time.now()).isEqualTo(10);
    }

    assertThat(order).containsExactly("one", "two", "three");
  }

  // One uploader, one downloader: the line is full from the first request to the last block.
  @Test
  void aTransferTakesWhatTheLineTakes() {
    World world = world(8 * MIB);
    world.join(HostSpec.seeder(MIB, NEAR), Duration.ZERO);
    Host leecher = world.join(HostSpec.leecher(MIB, 10 * MIB, NEAR), Duration.ZERO);

    assertThat(world.runUntil(leecher::isComplete, HOUR)).isTrue();

    assertThat(leecher.completedAt().orElseThrow())
        .isBetween(Duration.ofMillis(8_000), Duration.ofMillis(8_800));
    assertThat(world.traffic().delivered()).isEqualTo(8 * MIB);
  }

  // The slower end decides, wherever it is.
  @Test
  void aSlowReceiverIsTheMeasureToo() {
    World world = world(4 * MIB);
    world.join(HostSpec.seeder(50 * MIB, NEAR), Duration.ZERO);
    Host leecher = world.join(HostSpec.leecher(MIB, MIB, NEAR), Duration.ZERO);

    assertThat(world.runUntil(leecher::isComplete, HOUR)).isTrue();

    assertThat(leecher.completedAt().orElseThrow())
        .isBetween(Duration.ofMillis(4_000), Duration.ofMillis(4_800));
  }

  @Test
  void twoReceiversShareAnUplinkEvenly() {
    World world = world(4 * MIB);
    world.join(HostSpec.seeder(MIB, NEAR), Duration.ZERO);
    Host one = world.join(HostSpec.leecher(1_000, 10 * MIB, NEAR), Duration.ZERO);
    Host two = world.join(HostSpec.leecher(1_000, 10 * MIB, NEAR), Duration.ZERO);

    assertThat(world.runUntil(() -> one.isComplete() && two.isComplete(), HOUR)).isTrue();

    assertThat(one.completedAt().orElseThrow().minus(two.completedAt().orElseThrow()).abs())
        .isLessThan(Duration.ofSeconds(2));
  }

  // Whoever cannot be reached is tried again, and found when it is back.
  @Test
  void aLateSeederIsFound() {
    World world = world(MIB);
    Host leecher = world.join(HostSpec.leecher(MIB, MIB, NEAR), Duration.ZERO);
    world.join(HostSpec.seeder(MIB, NEAR), Duration.ofSeconds(90));

    assertThat(world.runUntil(leecher::isComplete, HOUR)).isTrue();
    assertThat(leecher.completedAt().orElseThrow()).isLessThan(Duration.ofMinutes(3));
  }

  @Test
  void aTorrentThatNobodyHasNeverCompletes() {
    World world = world(MIB);
    Host one = world.join(HostSpec.leecher(MIB, MIB, NEAR), Duration.ZERO);
    world.join(HostSpec.leecher(MIB, MIB, NEAR), Duration.ZERO);

    assertThat(world.runUntil(one::isComplete, HOUR)).isFalse();
    assertThat(world.traffic().sent()).isZero();
  }

  // A check that cannot fail guards nothing.
  @Test
  void brokenPromisesAreSeen() {
    World world = world(MIB);
    Host seeder = world.join(HostSpec.seeder(MIB, NEAR), Duration.ZERO);
    Host leecher = world.join(HostSpec.leecher(MIB, MIB, NEAR), Duration.ZERO);
    world.runUntil(() -> leecher.connections() == 1 && world.piecesOut() == 1, HOUR);
    Channel channel = leecher.channels().iterator().next();
    Channel back = seeder.channels().iterator().next();
    Block missing = new Block(leecher.verified().nextMissing(0), 0, Block.SIZE);
    int had = leecher.verified().next(0);
    Checks checks = world.checks();

    channel.open.add(missing);
    assertBroken(() -> checks.asks(leecher, channel, missing, false), "twice");
    channel.open.cancel(missing);
    assertBroken(() -> checks.asks(leecher, channel, missing, true), "which it has");
    assertBroken(
        () -> checks.asks(leecher, channel, new Block(missing.piece(), 1, 5), false), "no block");
    assertBroken(() -> checks.asks(seeder, back, missing, false), "which that has not");
    assertBroken(() -> checks.says(leecher, new PeerMessage.Have(missing.piece())), "announces");
    assertBroken(() -> checks.says(leecher, new PeerMessage.HaveAll()), "everything");
    channel.uploads.choke();
    assertBroken(() -> checks.serves(leecher, channel, new Block(had, 0, 1)), "chokes");
    channel.uploads.unchoke();
    assertBroken(() -> checks.serves(leecher, channel, missing), "not verified");
    world.traffic().sent(1);
    assertBroken(checks::books, "under way");
    leecher.verified().clear(had);
    assertBroken(() -> checks.audit(leecher), "do not agree");
  }

  private static void assertBroken(Runnable check, String message) {
    assertThatThrownBy(check::run).isInstanceOf(BrokenPromise.class).hasMessageContaining(message);
  }

  private static World world(long size) {
    return new World(1, Geometry.linear(size, 128 << 10), SwarmSettings.DEFAULTS, Duration.ZERO);
  }
}
