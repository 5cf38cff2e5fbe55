package minibit.core.announce.registry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import minibit.core.id.PeerAddress;

/** How many places each host holds. An IPv6 /64 counts as one: whoever has one has all of it. */
final class HostCounts {
  private final Map<String, Integer> counts = new HashMap<>();

  int of(PeerAddress address) {
    return counts.getOrDefault(host(address), 0);
  }

  void add(PeerAddress address) {
    counts.merge(host(address), 1, Integer::sum);
  }

  void remove(PeerAddress address) {
    counts.computeIfPresent(host(address), (_, count) -> count == 1 ? null : count - 1);
  }

  private static String host(PeerAddress address) {
    return address.isIpv6()
        ? HexFormat.of().formatHex(Arrays.copyOf(address.ip(), 8))
        : address.host();
  }
}
