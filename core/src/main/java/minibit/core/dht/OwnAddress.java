package minibit.core.dht;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import minibit.core.dht.table.Hosts;
import minibit.core.id.PeerAddress;

/**
 * The address at which others see us, as far as they agree (BEP 42). Each host has one vote, its
 * last; nobody far away can be wrong about a local network, for addresses of those do not count.
 * One owner.
 */
final class OwnAddress {
  /** Votes for one address before it is believed: one node alone may lie or be mistaken. */
  static final int ENOUGH = 4;

  /** Voters remembered; the first of them is forgotten. */
  static final int MAX_VOTERS = 24;

  private final Map<PeerAddress, PeerAddress> votes =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerAddress, PeerAddress> eldest) {
          return size() > MAX_VOTERS;
        }
      };

  /** A node says where it sees us. The address, with port 1, once most of those heard say so. */
  Optional<PeerAddress> vote(PeerAddress voter, PeerAddress seen) {
    if (Hosts.isLocal(voter) || Hosts.isLocal(seen) || seen.isIpv6() != voter.isIpv6()) {
      return Optional.empty();
    }
    PeerAddress own = seen.withPort(1);
    PeerAddress host = Hosts.key(voter);
    votes.remove(host);
    votes.put(host, own);
    long same = votes.values().stream().filter(own::equals).count();
    return same >= ENOUGH && same * 2 > votes.size() ? Optional.of(own) : Optional.empty();
  }
}
