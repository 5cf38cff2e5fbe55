package minibit.core.announce.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.id.CompactPeers;
import minibit.core.id.InfoHash;
import minibit.core.id.IpLiteral;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose peers are written as bytes: the same peers, with the same chances. */
class PackedAnswersTest {
  private static final InfoHash HASH = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");

  private final SwarmRegistry registry =
      new SwarmRegistry(RegistrySettings.DEFAULTS, new SplittableRandom(1), _ -> {});

  private static PeerAddress ip(String text) {
    return PeerAddress.of(IpLiteral.parse(text).orElseThrow(), 50_000);
  }

  private static Asker from(String remote) {
    return new Asker(ip(remote), ip(remote.contains(":") ? "2001:db8::99" : "10.9.9.99"));
  }

  private static PeerId id(int n) {
    return PeerId.of(ByteBuffer.allocate(20).putInt(n).array());
  }

  private static AnnounceRequest request(int peer, long left, AnnounceEvent event, int wanted) {
    return new AnnounceRequest(HASH, id(peer), 1 + peer, 0, 0, left, event, wanted, peer + 1, "");
  }

  private List<PeerAddress> ask(Asker asker, AnnounceRequest request) {
    ByteBuffer out = ByteBuffer.allocate(18 * SwarmRegistry.MAX_NUM_WANT);
    assertThat(registry.announce(Instant.EPOCH, asker, request, out))
        .isInstanceOf(PackedAnswer.Given.class);
    byte[] bytes = Arrays.copyOf(out.array(), out.position());
    return asker.remote().isIpv6() ? CompactPeers.decodeV6(bytes) : CompactPeers.decodeV4(bytes);
  }

  private List<PeerAddress> join(String host, int peer, int wanted) {
    return ask(from(host), request(peer, 9, AnnounceEvent.NONE, wanted));
  }

  /** Who can be told of one family only gets a full answer also where most are of the other. */
  @Test
  void oneFamilyIsGivenWhereOnlyOneIsWanted() {
    for (int i = 0; i < 90; i++) {
      join("fd00:" + i + "::1", i, 0);
    }
    for (int i = 100; i < 110; i++) {
      join("10.0.0." + i, i, 0);
    }
    assertThat(join("10.0.0.200", 200, 9))
        .hasSize(9)
        .doesNotHaveDuplicates()
        .allMatch(address -> address.host().startsWith("10.0.0."));
    assertThat(join("fd00:200::1", 201, 50))
        .hasSize(50)
        .doesNotHaveDuplicates()
        .allMatch(PeerAddress::isIpv6);
  }

  /** Every other peer is as likely to be told of as any, in swarms small and large. */
  @ParameterizedTest
  @ValueSource(strings = {"10.0.%d.%d", "2001:db8::%d:%d"})
  void choiceIsFair(String hosts) {
    for (int swarm : new int[] {12, 100, 1_000}) {
      for (int i = 1; i <= swarm; i++) {
        join(hosts.formatted(i / 200, i % 200), i, 0);
      }
      int[] told = new int[swarm + 1];
      int rounds = 200 * swarm / 10;
      for (int round = 0; round < rounds; round++) {
        List<PeerAddress> one = join(hosts.formatted(0, 7), 7, 10);
        assertThat(one).hasSize(10).doesNotHaveDuplicates();
        one.forEach(address -> told[address.port() - 1]++);
      }
      assertThat(told[7]).as("the asker").isZero();
      for (int i = 1; i <= swarm; i++) {
        if (i != 7) {
          assertThat(told[i]).as("%s of %s", i, swarm).isBetween(130, 275);
        }
      }
    }
  }

  /** Loopback means nothing on another machine: there the address that was reached stands in. */
  @Test
  void loopbackPeersAreGivenByTheAddressThatTheAskerReached() {
    join("127.0.0.1", 1, 0);
    assertThat(join("10.0.0.7", 2, 5))
        .extracting(PeerAddress::toString)
        .containsExactly("10.9.9.99:2");
    assertThat(join("127.0.0.2", 3, 5))
        .extracting(PeerAddress::toString)
        .containsExactlyInAnyOrder("127.0.0.1:2", "10.0.0.7:3");
  }

  /** As over IPv4; who came by IPv4 loopback is on the tracker's machine as well. */
  @Test
  void loopbackPeersAreGivenByTheIpv6AddressThatTheAskerReached() {
    join("::1", 1, 0);
    join("127.0.0.1", 2, 0);
    join("10.0.0.7", 3, 0);
    assertThat(join("2001:db8::7", 4, 5))
        .extracting(PeerAddress::toString)
        .containsExactlyInAnyOrder("[2001:db8:0:0:0:0:0:99]:2", "[2001:db8:0:0:0:0:0:99]:3");
    assertThat(join("::1", 5, 5))
        .extracting(PeerAddress::toString)
        .containsExactlyInAnyOrder("[0:0:0:0:0:0:0:1]:2", "[2001:db8:0:0:0:0:0:7]:5");
  }

  /** Whoever comes, moves, completes and goes: those are told who are there, where they are. */
  @Seeds(40)
  void whoIsToldIsThere(long seed) {
    Random random = new Random(seed);
    boolean six = seed % 2 == 0;
    byte[] net = ip(six ? "2001:db8::1:0" : "10.1.0.0").ip();
    Map<Integer, PeerAddress> there = new TreeMap<>();
    List<Integer> seeders = new ArrayList<>();
    int peers = 2 + random.nextInt(random.nextBoolean() ? 20 : 900);
    for (int step = 0; step < 3 * peers; step++) {
      int peer = random.nextInt(peers);
      boolean leaves = random.nextInt(4) == 0;
      boolean seeds = random.nextInt(3) == 0;
      net[net.length - 2] = (byte) random.nextInt(2);
      net[net.length - 1] = (byte) peer;
      Asker asker = new Asker(PeerAddress.of(net, 9), ip(six ? "2001:db8::99" : "10.9.9.99"));
      int wanted = random.nextInt(SwarmRegistry.MAX_NUM_WANT + 1);
      List<PeerAddress> told =
          ask(
              asker,
              request(
                  peer,
                  seeds ? 0 : 9,
                  leaves ? AnnounceEvent.STOPPED : AnnounceEvent.NONE,
                  wanted));
      there.remove(peer);
      seeders.remove((Integer) peer);
      assertThat(told).doesNotHaveDuplicates().allMatch(there::containsValue);
      if (leaves) {
        assertThat(told).isEmpty();
      } else {
        if (!seeds) {
          assertThat(told).hasSize(Math.min(wanted, there.size()));
        }
        there.put(peer, asker.remote().withPort(1 + peer));
        if (seeds) {
          seeders.add(peer);
        }
      }
      assertThat(registry.peerCount()).isEqualTo(there.size());
    }
  }
}
