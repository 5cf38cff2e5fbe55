package minibit.core.dht;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import minibit.core.dht.krpc.CountingFilter;
import minibit.core.dht.krpc.KrpcMessage;
import minibit.core.dht.table.Hosts;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/**
 * Peers that announced themselves to us, for others to find. A host counts once a torrent (BEP 33).
 * What is not announced again is forgotten. One owner.
 */
final class PeerStore {
  /** How long an announce holds: clients repeat theirs every 15 to 30 minutes. */
  static final Duration LIFE = Duration.ofMinutes(45);

  /** Torrents kept; beyond, the one announced longest ago goes. */
  static final int MAX_TORRENTS = 2000;

  /** Peers of one torrent; beyond, the one announced longest ago goes. */
  static final int MAX_PEERS = 200;

  /** Torrents one host may keep here: so that a single one does not drive out all others. */
  static final int MAX_PER_HOST = 100;

  private final RandomGenerator random;

  /** Torrents and their peers, both with those announced longest ago first. */
  private final Map<InfoHash, Map<PeerAddress, Stored>> torrents = new LinkedHashMap<>();

  private final Map<PeerAddress, Integer> perHost = new LinkedHashMap<>();

  private record Stored(PeerAddress address, boolean seed, Instant until) {}

  PeerStore(RandomGenerator random) {
    this.random = random;
  }

  /** Keeps a peer; false if its host has too many already. */
  boolean put(InfoHash hash, PeerAddress peer, boolean seed, Instant now) {
    dropExpired(now);
    PeerAddress host = Hosts.key(peer);
    Map<PeerAddress, Stored> peers = torrents.remove(hash);
    if (peers == null) {
      peers = new LinkedHashMap<>();
    }
    boolean known = peers.remove(host) != null;
    boolean taken = known || perHost.getOrDefault(host, 0) < MAX_PER_HOST;
    if (taken) {
      peers.put(host, new Stored(peer, seed, now.plus(LIFE)));
      if (!known) {
        perHost.merge(host, 1, Integer::sum);
      }
    }
    if (peers.size() > MAX_PEERS) {
      dropFirst(peers);
    }
    if (!peers.isEmpty()) {
      torrents.put(hash, peers);
    }
    if (torrents.size() > MAX_TORRENTS) {
      var oldest = torrents.values().iterator();
      Map<PeerAddress, Stored> gone = oldest.next();
      while (!gone.isEmpty()) {
        dropFirst(gone);
      }
      oldest.remove();
    }
    return taken;
  }

  private void dropFirst(Map<PeerAddress, Stored> peers) {
    PeerAddress host = peers.keySet().iterator().next();
    peers.remove(host);
    perHost.computeIfPresent(host, (_, count) -> count == 1 ? null : count - 1);
  }

  /** Torrents stand in the order of their last announce, so those that expired stand first. */
  private void dropExpired(Instant now) {
    var each = torrents.values().iterator();
    while (each.hasNext()) {
      Map<PeerAddress, Stored> peers = each.next();
      dropExpired(peers, now);
      if (!peers.isEmpty()) {
        return;
      }
      each.remove();
    }
  }

  private void dropExpired(Map<PeerAddress, Stored> peers, Instant now) {
    while (!peers.isEmpty() && !now.isBefore(peers.values().iterator().next().until())) {
      dropFirst(peers);
    }
  }

  /** Some peers of a torrent, drawn anew each time. */
  List<PeerAddress> peers(InfoHash hash, int most, boolean noSeeds, Instant now) {
    List<PeerAddress> all = new ArrayList<>();
    for (Stored one : stored(hash, now)) {
      if (!(noSeeds && one.seed())) {
        all.add(one.address());
      }
    }
    return some(all, most);
  }

  /** Draws without putting back: as many as are wanted, in any order. */
  private <T> List<T> some(List<T> all, int most) {
    int wanted = Math.min(most, all.size());
    for (int i = 0; i < wanted; i++) {
      Collections.swap(all, i, random.nextInt(i, all.size()));
    }
    return List.copyOf(all.subList(0, wanted));
  }

  /** Filters that count seeds and others (BEP 33). */
  KrpcMessage.Scrape scrape(InfoHash hash, Instant now) {
    CountingFilter seeds = new CountingFilter();
    CountingFilter peers = new CountingFilter();
    stored(hash, now).forEach(one -> (one.seed() ? seeds : peers).add(one.address()));
    return new KrpcMessage.Scrape(seeds, peers);
  }

  private List<Stored> stored(InfoHash hash, Instant now) {
    Map<PeerAddress, Stored> peers = torrents.get(hash);
    if (peers == null) {
      return List.of();
    }
    dropExpired(peers, now);
    return List.copyOf(peers.values());
  }

  /** Some torrents, drawn anew each time. */
  List<InfoHash> sample(int most, Instant now) {
    dropExpired(now);
    List<InfoHash> all = new ArrayList<>(torrents.keySet());
    return some(all, most);
  }

  /** Torrents of which peers are kept. */
  int torrents() {
    return torrents.size();
  }
}
