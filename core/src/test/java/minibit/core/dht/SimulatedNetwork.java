package minibit.core.dht;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import minibit.core.dht.table.SecureIds;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/** Many nodes in virtual time. Packets take 20 to 120 ms; those to the dead are lost. */
final class SimulatedNetwork {
  final SplittableRandom random;
  final List<Member> members = new ArrayList<>();
  Instant now = Instant.parse("2030-01-01T00:00:00Z");
  long packets;
  int largest;
  private final Map<PeerAddress, Member> byAddress = new HashMap<>();
  private final Set<Member> dead = new HashSet<>();
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long order;

  private record Due(Instant at, long order, Member who, DhtEvent event)
      implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int times = at.compareTo(other.at);
      return times != 0 ? times : Long.compare(order, other.order);
    }
  }

  /** A node and what it found. */
  static final class Member {
    final PeerAddress address;
    final Dht dht;
    final Map<InfoHash, Set<PeerAddress>> found = new HashMap<>();
    private Instant alarm = Instant.MAX;

    Member(PeerAddress address, Dht dht) {
      this.address = address;
      this.dht = dht;
    }

    Set<PeerAddress> found(InfoHash hash) {
      return found.getOrDefault(hash, Set.of());
    }
  }

  SimulatedNetwork(long seed) {
    random = new SplittableRandom(seed);
  }

  Member join(boolean readOnly) {
    byte[] ip = {
      (byte) (20 + members.size() % 100), (byte) (members.size() / 100), 3, (byte) members.size()
    };
    PeerAddress address = PeerAddress.of(ip, 6881);
    NodeId id = SecureIds.make(address, random);
    return join(address, id, readOnly);
  }

  Member join(PeerAddress address, NodeId id, boolean readOnly) {
    DhtSettings settings =
        new DhtSettings(Optional.of(id), Optional.empty(), address.port(), true, readOnly);
    Member member = new Member(address, new Dht(settings, random.split(), now));
    members.add(member);
    byAddress.put(address, member);
    return member;
  }

  void kill(Member member) {
    dead.add(member);
  }

  void revive(Member member) {
    dead.remove(member);
  }

  boolean isDead(Member member) {
    return dead.contains(member);
  }

  void tell(Member member, DhtEvent event) {
    if (dead.contains(member)) {
      return;
    }
    for (DhtEffect effect : member.dht.handle(now, event)) {
      switch (effect) {
        case DhtEffect.Send(PeerAddress to, byte[] packet) -> {
          packets++;
          largest = Math.max(largest, packet.length);
          Member target = byAddress.get(to);
          if (target != null && !dead.contains(target)) {
            Instant at = now.plusMillis(random.nextInt(20, 120));
            queue.add(new Due(at, order++, target, new DhtEvent.Received(member.address, packet)));
          }
        }
        case DhtEffect.PeersFound(InfoHash hash, List<PeerAddress> peers) ->
            member.found.computeIfAbsent(hash, _ -> new LinkedHashSet<>()).addAll(peers);
      }
    }
    Instant due = member.dht.deadline();
    if (due.isBefore(member.alarm)) {
      member.alarm = due;
      queue.add(new Due(due, order++, member, new DhtEvent.DeadlineReached()));
    }
  }

  void runFor(Duration time) {
    Instant end = now.plus(time);
    while (!queue.isEmpty() && !queue.peek().at().isAfter(end)) {
      Due due = queue.poll();
      if (due.at().isAfter(now)) {
        now = due.at();
      }
      if (due.event() instanceof DhtEvent.DeadlineReached) {
        due.who().alarm = Instant.MAX;
      }
      tell(due.who(), due.event());
    }
    now = end;
  }
}
