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
  private final double local;

  SimTracker(RandomGenerator random, double local) {
    this.random = random;
    this.local = local;
  }

  /** The host is there; gives others, none but leechers to a seeder. */
  List<PeerAddress> announce(Host host) {
    swarm.put(host.address(), host);
    List<PeerAddress> near = new ArrayList<>();
    List<PeerAddress> others = new ArrayList<>();
    for (Host other : swarm.values()) {
      if (other != host && !(host.isComplete() && other.isComplete())) {
        boolean isNear = local > 0 && other.spec().site() == host.spec().site();
        (isNear ? near : others).add(other.address());
      }
    }
    List<PeerAddress> list =
        new ArrayList<>(draw(near, (int) (local * AnnounceRequest.DEFAULT_NUM_WANT)));
    list.addAll(draw(others, AnnounceRequest.DEFAULT_NUM_WANT - list.size()));
    return list;
  }

  private List<PeerAddress> draw(List<PeerAddress> others, int most) {
    int wanted = Math.min(others.size(), most);
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
