package minibit.core.announce.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which swarm: lets peers in within the limits, knows whose they are, and lets them go.
 * One owner at a time, that of its registry.
 */
final class Roster {
  /** What whoever speaks for a peer of somebody else is told. */
  static final String NOT_YOURS = "this peer id belongs to another peer";

  private final RegistryLimits limits;
  private final Consumer<TrackerEvent> events;

  private final Map<InfoHash, TrackedSwarm> swarms = new LinkedHashMap<>();
  private final List<TrackedPeer> all = new ArrayList<>();
  private final HostCounts hosts = new HostCounts();

  Roster(RegistryLimits limits, Consumer<TrackerEvent> events) {
    this.limits = limits;
    this.events = events;
  }

  /** Whether a peer came in, or why not. */
  sealed interface Entry {
    record In(TrackedPeer peer, boolean fresh) implements Entry {}

    record Denied(String reason) implements Entry {}
  }

  /** The swarm of a torrent; null if nobody is in it. */
  @Nullable TrackedSwarm swarm(InfoHash hash) {
    return swarms.get(hash);
  }

  /** All swarms, none of them empty, in the order they began. */
  Collection<TrackedSwarm> swarms() {
    return Collections.unmodifiableCollection(swarms.values());
  }

  /** All peers, one in two swarms twice. Removing one puts the last in its place. */
  List<TrackedPeer> all() {
    return Collections.unmodifiableList(all);
  }

  /** Takes what a known peer says of itself, if it is its own to say. */
  Entry renew(TrackedPeer known, Asker asker, PeerAddress address, int key) {
    if (!mayChange(known, asker, key) && !addsFamily(known, address, key)) {
      return new Entry.Denied(NOT_YOURS);
    }
    if (setAddress(known, address)) {
      known.swarm.moved(known);
    }
    known.key = key == 0 ? known.key : key;
    return new Entry.In(known, false);
  }

  /** Lets a new peer in; {@code swarm} is that of the torrent, if there is one. */
  Entry enter(
      InfoHash hash,
      @Nullable TrackedSwarm swarm,
      PeerName name,
      PeerAddress address,
      int key,
      long left) {
    if (swarm == null && swarms.size() >= limits.swarms()
        || all.size() >= limits.peers()
        || swarm != null && swarm.size() >= limits.peersPerSwarm()) {
      return new Entry.Denied("the tracker is full");
    }
    if (hosts.of(address) >= limits.peersPerHost()) {
      return new Entry.Denied("too many peers at your address");
    }
    TrackedSwarm home = swarm != null ? swarm : new TrackedSwarm(hash);
    swarms.putIfAbsent(hash, home);
    TrackedPeer peer = new TrackedPeer(name, home);
    peer.left = left;
    peer.key = key;
    setAddress(peer, address);
    home.add(peer);
    peer.indexOfAll = all.size();
    all.add(peer);
    events.accept(new TrackerEvent.Joined(hash, name.text(), address, peer.isSeeder()));
    return new Entry.In(peer, true);
  }

  /** A peer in one swarm, or in each it is in. The list is the caller's. */
  List<TrackedPeer> find(PeerName name, Optional<InfoHash> hash) {
    List<TrackedPeer> found = new ArrayList<>();
    if (hash.isPresent()) {
      TrackedSwarm swarm = swarms.get(hash.get().wire());
      addIfThere(found, swarm == null ? null : swarm.find(name.id()));
    } else {
      swarms.values().forEach(swarm -> addIfThere(found, swarm.find(name.id())));
    }
    return found;
  }

  /** Lets one go, and its swarm if it was the last. */
  void remove(TrackedPeer peer) {
    TrackedPeer last = all.removeLast();
    if (last != peer) {
      all.set(peer.indexOfAll, last);
      last.indexOfAll = peer.indexOfAll;
    }
    if (peer.v4 != null) {
      hosts.remove(peer.v4);
    }
    if (peer.v6 != null) {
      hosts.remove(peer.v6);
    }
    peer.swarm.remove(peer);
    if (peer.swarm.size() == 0) {
      swarms.remove(peer.swarm.hash);
    }
  }

  /** Ids are no secret: trackers give them away. Host and key tell the owner. */
  static boolean mayChange(TrackedPeer peer, Asker asker, int key) {
    boolean sameMachine = asker.remote().sameHost(asker.reached()) || asker.remote().isLoopback();
    return peer.isAt(asker.remote())
        || key != 0 && key == peer.key
        || sameMachine && peer.address().isLoopback();
  }

  /** A peer without key that comes over the other family is most likely the same one. */
  private static boolean addsFamily(TrackedPeer peer, PeerAddress address, int key) {
    return key == peer.key && (address.isIpv6() ? peer.v6 : peer.v4) == null;
  }

  /** Whether it is another one. */
  private boolean setAddress(TrackedPeer peer, PeerAddress address) {
    PeerAddress old = address.isIpv6() ? peer.v6 : peer.v4;
    if (old != null && old.equals(address)) {
      return false;
    }
    if (old != null) {
      hosts.remove(old);
    }
    hosts.add(address);
    if (address.isIpv6()) {
      peer.v6 = address;
    } else {
      peer.v4 = address;
    }
    return true;
  }

  private static void addIfThere(List<TrackedPeer> found, @Nullable TrackedPeer peer) {
    if (peer != null) {
      found.add(peer);
    }
  }
}
