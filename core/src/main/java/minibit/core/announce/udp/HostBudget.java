package minibit.core.announce.udp;

import java.time.Instant;
import java.util.Arrays;
import minibit.core.id.PeerAddress;

/**
 * How much of a UDP tracker one host can have: so many packets a second, and what is beyond them is
 * dropped unread. So nobody is made to answer one address without end, whoever sends in its name,
 * and no host takes the others' turns. Hosts are counted in places of a fixed table, found by a
 * keyed sum: who does not know the key cannot choose with whom to share a place. An IPv6 /64 counts
 * as one host, and loopback is never refused. One owner.
 */
public final class HostBudget {
  /**
   * Packets of a host in a second. As many hosts as a tracker takes of one address, 10,000, need 70
   * with their connects at the usual interval.
   */
  public static final int PACKETS = 1_000;

  /**
   * Places, 4 bytes each. A flood in everybody's name fills them at 16 million packets a second.
   */
  private static final int PLACES = 1 << 14;

  private final long key0;
  private final long key1;
  private final int[] counts = new int[PLACES];
  private long second;

  /** Under this key, which nobody else may know. */
  public HostBudget(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** Counts a packet, and says whether it is to be looked at. */
  public boolean take(PeerAddress from, Instant now) {
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      Arrays.fill(counts, 0);
    }
    int place = (int) ConnectionIds.sum(key0, key1, from.hostPrefix(), 0, 0) & PLACES - 1;
    if (counts[place] < PACKETS) {
      counts[place]++;
      return true;
    }
    return from.isLoopback();
  }
}
