package minibit.core.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import minibit.core.dht.SimulatedNetwork.Member;
import minibit.core.dht.krpc.KrpcCodec;
import minibit.core.dht.table.RoutingTable;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;

/** Whole networks of nodes in virtual time. */
class DhtNetworkTest {
  private static final int NODES = 1000;

  @Seeds(2)
  void aThousandNodesFindPeersThoughAThirdOfThemAreDead(long seed) {
    SimulatedNetwork network = grown(seed, NODES);
    List<InfoHash> torrents = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      InfoHash hash = InfoHash.of(NodeId.random(network.random).toBytes());
      torrents.add(hash);
      network.tell(network.members.get(i * 40 + 7), new DhtEvent.Wanted(hash, true, true));
    }
    network.runFor(Duration.ofMinutes(2));
    for (Member member : network.members) {
      boolean announces = (network.members.indexOf(member) - 7) % 40 == 0;
      if (!announces && network.random.nextInt(100) < 30) {
        network.kill(member);
      }
    }

    List<Member> seekers =
        network.members.stream().filter(member -> !network.isDead(member)).limit(200).toList();
    int found = 0;
    for (int i = 0; i < torrents.size(); i++) {
      Member seeker = seekers.get(i * 9 + 3);
      network.tell(seeker, new DhtEvent.Wanted(torrents.get(i), false, false));
    }
    network.runFor(Duration.ofMinutes(2));
    for (int i = 0; i < torrents.size(); i++) {
      if (seekers
          .get(i * 9 + 3)
          .found(torrents.get(i))
          .contains(network.members.get(i * 40 + 7).address)) {
        found++;
      }
    }

    assertThat(found).isEqualTo(torrents.size());
    assertThat(network.largest).isLessThanOrEqualTo(KrpcCodec.MAX_SENT);
  }

  /** What a lookup costs is what keeps the whole from drowning in its own traffic. */
  @Test
  void aQuietNetworkIsQuiet() {
    SimulatedNetwork network = grown(5, 300);
    network.runFor(Duration.ofMinutes(30));
    long before = network.packets;

    network.runFor(Duration.ofHours(1));

    double perNodeAndMinute = (network.packets - before) / 300.0 / 60;
    assertThat(perNodeAndMinute).isLessThan(30);
    for (Member member : network.members) {
      assertThat(member.dht.status().v4().orElseThrow().good()).isGreaterThan(RoutingTable.K);
    }
  }

  @Test
  void whoKnowsNobodySendsNothing() {
    SimulatedNetwork network = new SimulatedNetwork(1);
    Member alone = network.join(false);
    network.tell(alone, new DhtEvent.Wanted(InfoHash.of(new byte[20]), true, true));
    network.runFor(Duration.ofDays(1));

    assertThat(network.packets).isZero();
    assertThat(alone.dht.deadline()).isEqualTo(Instant.MAX);
  }

  @Test
  void aRouterThatComesLateIsFound() {
    SimulatedNetwork network = new SimulatedNetwork(2);
    Member alone = network.join(false);
    Member router = network.join(false);
    network.kill(router);
    network.tell(alone, new DhtEvent.NodeKnown(router.address, true));
    network.runFor(Duration.ofMinutes(3));
    long tries = network.packets;
    assertThat(tries).isBetween(2L, 12L);

    network.revive(router);
    network.runFor(Duration.ofMinutes(20));

    assertThat(alone.dht.status().v4().orElseThrow().good()).isEqualTo(1);
  }

  @Test
  void whoOnlyReadsIsInNoTableAndFindsAllTheSame() {
    SimulatedNetwork network = grown(3, 60);
    InfoHash hash = InfoHash.of(NodeId.random(network.random).toBytes());
    network.tell(network.members.get(20), new DhtEvent.Wanted(hash, true, true));
    Member reader = network.join(true);
    network.tell(reader, new DhtEvent.NodeKnown(network.members.getFirst().address, true));
    network.runFor(Duration.ofMinutes(2));
    network.tell(reader, new DhtEvent.Wanted(hash, true, false));
    network.runFor(Duration.ofMinutes(10));

    assertThat(reader.found(hash)).contains(network.members.get(20).address);
    for (Member member : network.members) {
      assertThat(member.dht.contacts())
          .noneMatch(contact -> contact.address().equals(reader.address));
    }
  }

  /** A tracker that one asks by chance knows them all; so do nodes, whoever announced where. */
  @Test
  void twoThatWantTheSameFindEachOtherByOneRouter() {
    SimulatedNetwork network = new SimulatedNetwork(4);
    Member router = network.join(false);
    Member one = network.join(false);
    Member other = network.join(false);
    InfoHash hash = InfoHash.of(NodeId.random(network.random).toBytes());
    for (Member member : List.of(one, other)) {
      network.tell(member, new DhtEvent.NodeKnown(router.address, true));
      network.tell(member, new DhtEvent.Wanted(hash, true, member == one));
    }
    network.runFor(Duration.ofSeconds(30));

    assertThat(other.found(hash)).contains(one.address);
  }

  private static SimulatedNetwork grown(long seed, int nodes) {
    SimulatedNetwork network = new SimulatedNetwork(seed);
    Member first = network.join(false);
    for (int i = 1; i < nodes; i++) {
      Member member = network.join(false);
      Member known = network.random.nextBoolean() ? first : network.members.get(i / 2);
      network.tell(member, new DhtEvent.NodeKnown(known.address, true));
      network.runFor(Duration.ofMillis(200));
    }
    network.runFor(Duration.ofMinutes(5));
    return network;
  }
}
