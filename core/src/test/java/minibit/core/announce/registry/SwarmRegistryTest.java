package minibit.core.announce.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.ScrapeCounts;
import minibit.core.id.InfoHash;
import minibit.core.id.IpLiteral;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;

/** Who is remembered, for how long, and who is told of whom. */
class SwarmRegistryTest {
  private static final InfoHash HASH = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");
  private static final RegistryLimits TIGHT = new RegistryLimits(3, 30, 20, 10, 1000, 1000);

  private final List<TrackerEvent> events = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private SwarmRegistry registry = registry(RegistrySettings.DEFAULTS);

  private SwarmRegistry registry(RegistrySettings settings) {
    return new SwarmRegistry(settings, new SplittableRandom(1), events::add);
  }

  private static PeerAddress ip(String text) {
    return PeerAddress.of(IpLiteral.parse(text).orElseThrow(), 50_000);
  }

  private static Asker from(String remote, String reached) {
    return new Asker(ip(remote), ip(reached));
  }

  private static Asker from(String remote) {
    return from(remote, remote.contains(":") ? "2001:db8::99" : "10.0.0.99");
  }

  private static PeerId id(int n) {
    byte[] bytes = new byte[20];
    bytes[0] = (byte) (n >> 8);
    bytes[1] = (byte) n;
    return PeerId.of(bytes);
  }

  private static AnnounceRequest request(int peer, long left, AnnounceEvent event, int key) {
    return new AnnounceRequest(HASH, id(peer), 6000 + peer, 0, 0, left, event, 50, key, "");
  }

  private TrackerAnswer announce(Asker asker, int peer, long left, AnnounceEvent event) {
    return registry.announce(now, asker, request(peer, left, event, peer + 1));
  }

  private List<String> join(Asker asker, int peer, long left) {
    return given(announce(asker, peer, left, AnnounceEvent.NONE));
  }

  private static List<String> given(TrackerAnswer answer) {
    assertThat(answer).isInstanceOf(TrackerAnswer.Given.class);
    return ((TrackerAnswer.Given) answer)
        .peers().stream().map(peer -> peer.address().toString()).toList();
  }

  private RegistrationAnswer.Registered register(String name, Optional<InfoHash> hash, int total) {
    RegistrationAnswer answer =
        registry.register(
            now,
            from("127.0.0.1", "127.0.0.1"),
            new Registration(
                PeerName.of(name),
                7000,
                hash,
                Optional.empty(),
                total == 0 ? OptionalInt.empty() : OptionalInt.of(total)));
    return (RegistrationAnswer.Registered) answer;
  }

  @Test
  void seedersAreNotToldOfSeeders() {
    join(from("10.0.0.1"), 1, 0);
    join(from("10.0.0.2"), 2, 5);
    join(from("10.0.0.3"), 3, 5);
    assertThat(join(from("10.0.0.3"), 3, 0)).containsExactly("10.0.0.2:6002");
    assertThat(join(from("10.0.0.2"), 2, 5)).hasSize(2);
  }

  /** Some clients miss nothing, they say, as long as a magnet link is all they have. */
  @Test
  void whoHasShownNothingIsToldOfSeeders() {
    join(from("10.0.0.1"), 1, 0);
    assertThat(join(from("10.0.0.2"), 2, 0)).containsExactly("10.0.0.1:6001");
    assertThat(join(from("10.0.0.2"), 2, 0)).containsExactly("10.0.0.1:6001");
  }

  /** Loopback means nothing on another machine: there the address that was reached stands in. */
  @Test
  void loopbackPeersAreGivenByTheAddressThatTheAskerReached() {
    join(from("127.0.0.1", "127.0.0.1"), 1, 5);
    join(from("10.0.0.7", "10.0.0.99"), 2, 5);
    assertThat(join(from("10.0.0.8", "10.0.0.99"), 3, 5))
        .containsExactlyInAnyOrder("10.0.0.99:6001", "10.0.0.7:6002");
    assertThat(join(from("192.168.1.8", "192.168.1.99"), 4, 5)).contains("192.168.1.99:6001");
    assertThat(join(from("127.0.0.1", "127.0.0.1"), 5, 5)).contains("127.0.0.1:6001");
  }

  /** One id over both families is one peer with two addresses (BEP 7). */
  @Test
  void peerOfBothFamiliesIsOnePeer() {
    join(from("10.0.0.1"), 1, 5);
    join(from("2001:db8::1"), 1, 5);
    assertThat(registry.peerCount()).isEqualTo(1);
    assertThat(join(from("10.0.0.2"), 2, 5))
        .containsExactlyInAnyOrder("10.0.0.1:6001", "[2001:db8:0:0:0:0:0:1]:6001");
  }

  /** Ids are public: knowing one is not enough to take a peer's place or remove it. */
  @Test
  void strangersCannotChangeAPeer() {
    join(from("10.0.0.1"), 1, 5);
    Asker stranger = from("10.6.6.6");
    for (AnnounceEvent event : AnnounceEvent.values()) {
      assertThat(registry.announce(now, stranger, request(1, 5, event, 666)))
          .isInstanceOf(TrackerAnswer.Refused.class);
    }
    assertThat(registry.unregister(stranger, PeerName.of(id(1)), Optional.empty())).isFalse();
    assertThat(join(from("10.0.0.2"), 2, 5)).containsExactly("10.0.0.1:6001");
    // The key tells that a peer moved.
    assertThat(join(from("10.0.0.77"), 1, 5)).containsExactly("10.0.0.2:6002");
    assertThat(registry.peerCount()).isEqualTo(2);
  }

  @Test
  void completionIsCountedOnce() {
    announce(from("10.0.0.1"), 1, 5, AnnounceEvent.STARTED);
    announce(from("10.0.0.1"), 1, 0, AnnounceEvent.COMPLETED);
    announce(from("10.0.0.1"), 1, 0, AnnounceEvent.COMPLETED);
    assertThat(registry.scrape(HASH)).contains(new ScrapeCounts(1, 1, 0));
    announce(from("10.0.0.1"), 1, 0, AnnounceEvent.STOPPED);
    assertThat(registry.scrape(HASH)).isEmpty();
    assertThat(registry.swarmCount()).isZero();
  }

  /** Who pings is dropped after two missed rounds, who does not after the interval. */
  @Test
  void silenceIsForgottenAtItsTime() {
    register("pings", Optional.empty(), 0);
    register("silent", Optional.empty(), 0);
    Report ping =
        new Report(PeerName.of("pings"), Optional.empty(), Optional.empty(), OptionalInt.empty());
    assertThat(registry.ping(now, from("127.0.0.1", "127.0.0.1"), ping)).isTrue();
    clean(30);
    assertThat(registry.peerCount()).isEqualTo(2);
    clean(31);
    assertThat(registry.peerCount()).isEqualTo(1);
    clean(300);
    assertThat(registry.peerCount()).isEqualTo(1);
    clean(331);
    assertThat(registry.peerCount()).isZero();
    assertThat(events).filteredOn(TrackerEvent.TimedOut.class::isInstance).hasSize(2);
  }

  private void clean(long second) {
    registry.clean(Instant.EPOCH.plusSeconds(second));
  }

  /** Newcomers start on different blocks for as long as there are different ones. */
  @Test
  void newcomersStartOnDifferentBlocks() {
    BitSet seen = new BitSet();
    for (int i = 0; i < 10; i++) {
      BitSet initial = register("p" + i, Optional.of(HASH), 100).initialBlocks();
      assertThat(initial.cardinality()).isEqualTo(10);
      assertThat(initial.intersects(seen)).isFalse();
      seen.or(initial);
    }
    assertThat(seen.cardinality()).isEqualTo(100);
  }

  /** Without a torrent the advice is what the newcomer owns; repeating it changes nothing. */
  @Test
  void advisedBlocksAreOwnedUntilReportedOtherwise() {
    BitSet initial = register("a", Optional.empty(), 0).initialBlocks();
    assertThat(initial.cardinality()).isBetween(1, 50);
    assertThat(initial.length()).isLessThanOrEqualTo(50);
    register("a", Optional.empty(), 0);
    assertThat(register("b", Optional.empty(), 0).peers())
        .singleElement()
        .extracting(GivenPeer::blocksOwned)
        .isEqualTo(initial);
  }

  /** No flood of swarms, ids or blocks grows beyond the limits, and others are still served. */
  @Test
  void floodsEndAtTheLimits() {
    registry =
        registry(new RegistrySettings(Duration.ofMinutes(5), Duration.ofSeconds(15), 50, TIGHT));
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 500; i++) {
      byte[] hash = new byte[20];
      hash[0] = (byte) random.nextInt(10);
      Asker asker = from("10.0." + random.nextInt(5) + "." + random.nextInt(2));
      registry.announce(
          now,
          asker,
          new AnnounceRequest(
              InfoHash.of(hash), id(i), 6881, 0, 0, 5, AnnounceEvent.STARTED, 50, i, ""));
    }
    assertThat(registry.swarmCount()).isLessThanOrEqualTo(TIGHT.swarms());
    assertThat(registry.peerCount()).isLessThanOrEqualTo(TIGHT.peers());
    registry.clean(now.plus(Duration.ofHours(1)));
    assertThat(registry.peerCount()).isZero();
    assertThat(join(from("10.0.0.1"), 1, 5)).isEmpty();
  }

  /**
   * Whatever comes and goes: nobody is told of itself or of somebody twice, never of more than
   * wanted, and the counts are those of who is there.
   */
  @Seeds(100)
  void booksBalance(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Integer> present = new HashSet<>();
    Set<Integer> seeders = new HashSet<>();
    Set<Integer> proven = new HashSet<>();
    for (int step = 0; step < 300; step++) {
      int peer = random.nextInt(40);
      Asker asker = from("10.0.0." + (peer + 1));
      boolean leaves = random.nextInt(4) == 0;
      long left = seeders.contains(peer) || random.nextInt(3) == 0 ? 0 : 9;
      int wanted = random.nextInt(12);
      AnnounceRequest request =
          new AnnounceRequest(
              HASH,
              id(peer),
              6000 + peer,
              0,
              0,
              left,
              leaves ? AnnounceEvent.STOPPED : AnnounceEvent.NONE,
              wanted,
              peer + 1,
              "");
      TrackerAnswer.Given answer = (TrackerAnswer.Given) registry.announce(now, asker, request);
      if (leaves) {
        present.remove(peer);
        seeders.remove(peer);
        proven.remove(peer);
      } else {
        present.add(peer);
        if (left == 0) {
          seeders.add(peer);
        } else {
          proven.add(peer);
        }
      }
      assertThat(registry.peerCount()).isEqualTo(present.size());
      assertThat(answer.seeders()).isEqualTo(seeders.size());
      assertThat(answer.leechers()).isEqualTo(present.size() - seeders.size());
      List<PeerId> told = answer.peers().stream().map(one -> one.id().orElseThrow()).toList();
      assertThat(told).doesNotHaveDuplicates().doesNotContain(id(peer));
      int others =
          left == 0 && proven.contains(peer) ? present.size() - seeders.size() : present.size() - 1;
      assertThat(told).hasSize(leaves ? 0 : Math.min(wanted, others));
    }
  }

  /** Every other peer is as likely to be told of as any. */
  @Test
  void choiceIsFair() {
    for (int i = 1; i <= 100; i++) {
      join(from("10.0.0." + i), i, 9);
    }
    int[] told = new int[101];
    for (int round = 0; round < 2000; round++) {
      for (String address :
          given(
              registry.announce(
                  now,
                  from("10.0.0.100"),
                  new AnnounceRequest(
                      HASH, id(100), 6100, 0, 0, 9, AnnounceEvent.NONE, 10, 101, "")))) {
        told[Integer.parseInt(address.substring(7, address.indexOf(':')))]++;
      }
    }
    for (int i = 1; i < 100; i++) {
      assertThat(told[i]).as("peer " + i).isBetween(130, 275);
    }
  }

  @Test
  void namesOfBothFacesMeet() {
    PeerId printable =
        PeerId.of("-MB0100-abcdefghijkl".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(PeerName.of("-MB0100-abcdefghijkl")).isEqualTo(PeerName.of(printable));
    assertThat(PeerName.of(id(5).hex())).isEqualTo(PeerName.of(id(5)));
    assertThat(PeerName.of("short").text()).isEqualTo("short");
    assertThat(PeerName.of("a-uuid-of-thirty-six-characters-0001").id())
        .isNotEqualTo(PeerName.of("a-uuid-of-thirty-six-characters-0002").id());
  }
}
