package minibit.core.dht.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;

/** What holds of the table, whoever answers, fails and asks in whatever order. */
class RoutingTableTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  @Seeds(60)
  void whateverHappensTheTableIsOne(long seed) {
    var random = new SplittableRandom(seed);
    NodeId own = NodeId.random(random);
    RoutingTable table = new RoutingTable(own, START);
    List<NodeContact> world = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      world.add(node(own, random));
    }
    Set<NodeContact> answered = new HashSet<>();
    Instant now = START;
    for (int step = 0; step < 3000; step++) {
      now = now.plusMillis(random.nextInt(2000));
      NodeContact node = world.get(random.nextInt(world.size()));
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          table.answered(node, now);
          answered.add(node);
        }
        case 2 -> table.failed(node, now);
        default -> table.asked(node, now);
      }
      if (step % 100 == 0) {
        check(table, own, answered, now);
      }
    }
    check(table, own, answered, now);
    assertThat(table.size()).isGreaterThan(RoutingTable.K);
  }

  private static void check(
      RoutingTable table, NodeId own, Set<NodeContact> answered, Instant now) {
    List<NodeContact> nodes = table.contacts();
    assertThat(answered).containsAll(nodes);
    assertThat(nodes).noneMatch(node -> node.id().equals(own));
    assertThat(nodes.stream().map(node -> Hosts.key(node.address())).distinct().count())
        .isEqualTo(nodes.size());
    assertThat(nodes.stream().map(NodeContact::id).distinct().count()).isEqualTo(nodes.size());
    for (int shared = 0; shared < table.buckets() - 1; shared++) {
      int bits = shared;
      assertThat(nodes.stream().filter(node -> own.sharedBits(node.id()) == bits).count())
          .isLessThanOrEqualTo(RoutingTable.K);
    }
    assertThat(table.size()).isLessThanOrEqualTo(table.buckets() * RoutingTable.K);
    NodeId target = nodes.isEmpty() ? own : nodes.getFirst().id();
    List<NodeContact> closest = table.closestGood(target, now);
    assertThat(closest).hasSizeLessThanOrEqualTo(RoutingTable.K);
    assertThat(closest)
        .isSortedAccordingTo((one, other) -> target.compareDistance(one.id(), other.id()));
  }

  /** Half of the ids lie near to us, where the table is split; some hosts have several ids. */
  private static NodeContact node(NodeId own, SplittableRandom random) {
    NodeId id =
        random.nextBoolean() ? NodeId.random(random) : own.randomBeyond(random.nextInt(20), random);
    byte[] ip = {8, 8, (byte) random.nextInt(4), (byte) random.nextInt(100)};
    return new NodeContact(id, PeerAddress.of(ip, 1 + random.nextInt(3)));
  }

  @Test
  void aFullRangeThatIsNotOursLetsNobodyInWhileAllAreGood() {
    NodeId own = NodeId.of(new byte[20]);
    RoutingTable table = new RoutingTable(own, START);
    var random = new SplittableRandom(1);
    for (int i = 0; i < 20; i++) {
      table.answered(far(own, random, i), START);
    }
    assertThat(table.size()).isEqualTo(RoutingTable.K);
  }

  @Test
  void whoIsSilentForLongIsAskedAndLosesItsPlaceToTheNewcomer() {
    NodeId own = NodeId.of(new byte[20]);
    RoutingTable table = new RoutingTable(own, START);
    var random = new SplittableRandom(1);
    List<NodeContact> first = new ArrayList<>();
    for (int i = 0; i < RoutingTable.K; i++) {
      first.add(far(own, random, i));
      table.answered(first.get(i), START.plusSeconds(i));
    }
    Instant later = START.plus(TableNode.FRESH).plusSeconds(2);
    NodeContact newcomer = far(own, random, 100);

    Optional<NodeContact> doubtful = table.answered(newcomer, later);

    assertThat(doubtful).contains(first.getFirst());
    assertThat(table.failed(first.getFirst(), later)).contains(first.getFirst());
    table.failed(first.getFirst(), later);
    assertThat(table.contacts()).contains(newcomer).doesNotContain(first.getFirst());
  }

  @Test
  void aNodeThatAsksStaysGoodAndOneThatIsSilentDoesNot() {
    NodeId own = NodeId.of(new byte[20]);
    RoutingTable table = new RoutingTable(own, START);
    var random = new SplittableRandom(1);
    NodeContact talker = far(own, random, 1);
    NodeContact silent = far(own, random, 2);
    table.answered(talker, START);
    table.answered(silent, START);
    Instant later = START.plus(Duration.ofMinutes(14));
    table.asked(talker, later);

    Instant end = START.plus(Duration.ofMinutes(16));
    assertThat(table.closestGood(own, end)).containsExactly(talker);
    assertThat(table.asked(far(own, random, 3), end)).isFalse();
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void oneHostIsThereOnceButOnLoopbackEveryPortIsOne() {
    NodeId own = NodeId.of(new byte[20]);
    RoutingTable table = new RoutingTable(own, START);
    var random = new SplittableRandom(1);
    for (int port = 1; port <= 5; port++) {
      byte[] open = {8, 8, 8, 8};
      table.answered(new NodeContact(NodeId.random(random), PeerAddress.of(open, port)), START);
    }
    assertThat(table.size()).isEqualTo(1);
    for (int port = 1; port <= 5; port++) {
      byte[] local = {127, 0, 0, 1};
      table.answered(new NodeContact(NodeId.random(random), PeerAddress.of(local, port)), START);
    }
    assertThat(table.size()).isEqualTo(6);
  }

  private static NodeContact far(NodeId own, SplittableRandom random, int number) {
    byte[] ip = {9, 9, 9, (byte) number};
    return new NodeContact(own.randomAside(0, random), PeerAddress.of(ip, 6881));
  }
}
