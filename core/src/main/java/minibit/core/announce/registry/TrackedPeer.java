package minibit.core.announce.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import minibit.core.id.PeerAddress;
import org.jspecify.annotations.Nullable;

/** One peer in one swarm. Mutable; belongs to its registry. */
final class TrackedPeer {
  final PeerName name;
  final TrackedSwarm swarm;

  /** Position in the swarm's list, and in that of all peers: so that leaving costs nothing. */
  int index;

  int indexOfAll;

  /** Where it listens. A peer may be known by one address of each family (BEP 7). */
  @Nullable PeerAddress v4;

  @Nullable PeerAddress v6;

  /** What the peer draws once a session to be known by; 0 for none. */
  int key;

  long left;

  /**
   * Whether it gave or took something, or missed something before. Some clients announce that they
   * miss nothing while they know a torrent by its magnet link alone: those must hear of seeders.
   */
  boolean proven;

  /**
   * When it spoke last, in milliseconds since the epoch. No object: an old one that points to a new
   * one is work for the collector, and every announce would make one of each peer.
   */
  private long lastSeen;

  /** Whether it pings: then it is dropped after missed rounds instead of the interval. */
  boolean pings;

  /** What it says to own; of announcing peers nothing. */
  BitSet blocks = new BitSet(0);

  TrackedPeer(PeerName name, TrackedSwarm swarm) {
    this.name = name;
    this.swarm = swarm;
  }

  /** It speaks. */
  void seen(Instant now) {
    lastSeen = now.toEpochMilli();
  }

  /** When it spoke last, to the millisecond. */
  Instant lastSeen() {
    return Instant.ofEpochMilli(lastSeen);
  }

  boolean isSeeder() {
    return left == 0;
  }

  /** Any address of it, to be shown. */
  PeerAddress address() {
    PeerAddress any = v4 != null ? v4 : v6;
    if (any == null) {
      throw new IllegalStateException("a peer without address");
    }
    return any;
  }

  /** Where it listens: by one family or two. */
  List<PeerAddress> addresses() {
    List<PeerAddress> all = new ArrayList<>(2);
    if (v4 != null) {
      all.add(v4);
    }
    if (v6 != null) {
      all.add(v6);
    }
    return all;
  }

  boolean isAt(PeerAddress host) {
    return v4 != null && v4.sameHost(host) || v6 != null && v6.sameHost(host);
  }

  boolean isSilent(Instant now, RegistrySettings settings) {
    Duration life = pings ? settings.pingLife() : settings.announceLife();
    return lastSeen().plus(life).isBefore(now);
  }

  /** How this asker can dial it, by one address or two, as long as there is room. */
  void giveTo(Asker asker, int most, List<GivenPeer> given) {
    give(v4, asker, most, given);
    give(v6, asker, most, given);
  }

  private void give(@Nullable PeerAddress address, Asker asker, int most, List<GivenPeer> given) {
    if (address != null && given.size() < most) {
      given.add(given(asker, address, NONE));
    }
  }

  /** How this asker can dial it, by the family over which it asks if there is a choice. */
  GivenPeer giveOneTo(Asker asker) {
    PeerAddress same = asker.remote().isIpv6() ? v6 : v4;
    return given(asker, same != null ? same : address(), (BitSet) blocks.clone());
  }

  /**
   * Loopback means nothing elsewhere. But who came by loopback shares the tracker's machine, and
   * that the asker has just reached.
   */
  private GivenPeer given(Asker asker, PeerAddress address, BitSet owned) {
    PeerAddress dialled =
        address.isLoopback() && !asker.isLocal()
            ? asker.reached().withPort(address.port())
            : address;
    return new GivenPeer(Optional.of(name.id()), name.text(), dialled, owned);
  }

  private static final BitSet NONE = new BitSet(0);
}
