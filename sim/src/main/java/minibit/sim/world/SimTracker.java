package minibit.sim.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import minibit.core.announce.AnnounceRequest;
import minibit.core.id.PeerAddress;

/** A tracker without a wire: who is there, and a random few of them for who asks. */
final class SimTracker {
  private final Map<PeerAddress, Host> swarm = new LinkedHashMap<>();
  private final RandomGenerator random;

  SimTracker(RandomGenerator random) {
    this.random = random;
  }

  /** The host is there; gives others, none but leechers to a seeder. */
  List<PeerAddress> announce(Host host) {
    swarm.put(host.address(), host);
    List<PeerAddress> others = new ArrayList<>();
    for (Host other : swarm.values()) {
      if (other != host && !(host.isComplete() && other.isComplete())) {
        others.add(other.address());
      }
    }
    int wanted = Math.min(others.size(), AnnounceRequest.DEFAULT_NUM_WANT);
    for (int i = 0; i < wanted; i++) {
      int j = i + random.nextInt(others.size() - i);
      PeerAddress chosen = others.set(j, others.get(i));
      others.set(i, chosen);
    }
    return List.copyOf(others.subList(0, wanted));
  }

  void leave(Host host) {
    swarm.remove(host.address());
  }
}
