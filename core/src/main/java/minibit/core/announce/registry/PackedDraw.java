package minibit.core.announce.registry;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Draws peers of a swarm and of one family straight into a packet: the fast sister of {@link
 * Sample}, with the same chances and no object for a peer. Owned by its registry, which keeps one
 * for all swarms.
 */
final class PackedDraw {
  private static final int MOST = SwarmRegistry.MAX_NUM_WANT + 1;

  /** Ranges up to here are shuffled from their front; longer ones are drawn from. */
  private static final int SHUFFLED = 2 * MOST;

  private static final int[] IN_ORDER = new int[SHUFFLED];

  static {
    for (int i = 0; i < SHUFFLED; i++) {
      IN_ORDER[i] = i;
    }
  }

  private final RandomGenerator random;
  private final int[] drawn = new int[SHUFFLED];

  /** A bit for each of a long range's places; all zero between draws. */
  private long[] taken = new long[1];

  private long chance;
  private boolean halfLeft;

  PackedDraw(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Writes up to {@code wanted} members other than the asker, each set of them as likely as any
   * other, in random order, by their addresses of the asker's family.
   *
   * @param wanted at most {@link SwarmRegistry#MAX_NUM_WANT}
   * @return how many were written; fewer than there are if many have no such address
   */
  int draw(TrackedPeer peer, int drawnAtMost, int wanted, Asker asker, ByteBuffer out) {
    TrackedSwarm swarm = peer.swarm;
    int from = swarm.firstFor(peer);
    int range = swarm.size() - from;
    // One more than wanted, in case the asker is among them.
    int count = Math.min(drawnAtMost + 1, range);
    if (range <= SHUFFLED) {
      shuffle(range, count);
    } else {
      sample(range, count);
    }
    return asker.remote().isIpv6()
        ? write6(peer, from, count, wanted, asker, out)
        : write4(peer, from, count, wanted, asker, out);
  }

  private int write4(
      TrackedPeer peer, int from, int count, int wanted, Asker asker, ByteBuffer out) {
    long[] packed = peer.swarm.packed();
    int own = peer.index - from;
    long here = asker.isLocal() || asker.reached().isIpv6() ? 0 : PackedV4.of(asker.reached());
    int given = 0;
    for (int i = 0; i < count && given < wanted; i++) {
      long address = drawn[i] == own ? PackedV4.NONE : packed[from + drawn[i]];
      if (PackedV4.isLoopback(address) && !asker.isLocal()) {
        // Loopback means nothing elsewhere, but the tracker's machine can be reached.
        address = here == 0 ? PackedV4.NONE : PackedV4.at(here, address);
      }
      if (address != PackedV4.NONE) {
        PackedV4.put(address, out);
        given++;
      }
    }
    return given;
  }

  private int write6(
      TrackedPeer peer, int from, int count, int wanted, Asker asker, ByteBuffer out) {
    int given = 0;
    for (int i = 0; i < count && given < wanted; i++) {
      int index = from + drawn[i];
      if (index != peer.index && put6(peer.swarm, index, asker, out)) {
        given++;
      }
    }
    return given;
  }

  private static boolean put6(TrackedSwarm swarm, int index, Asker asker, ByteBuffer out) {
    PackedV6 packed = swarm.packed6();
    boolean has = packed.has(index);
    if (has && (asker.isLocal() || !packed.isLoopback(index))) {
      packed.put(index, out);
      return true;
    }
    // The tracker's machine can be reached, also by the family that is not its peer's own.
    long other = swarm.packed()[index];
    boolean isNear = has || PackedV4.isLoopback(other);
    if (!isNear || asker.isLocal() || !asker.reached().isIpv6()) {
      return false;
    }
    out.put(asker.reached().ip()).putShort(has ? packed.port(index) : (short) other);
    return true;
  }

  /** The first of a range that is shuffled. */
  private void shuffle(int range, int count) {
    System.arraycopy(IN_ORDER, 0, drawn, 0, range);
    swapFirst(range, count);
  }

  private void swapFirst(int range, int count) {
    for (int i = 0; i < count; i++) {
      int other = i + below(range - i);
      int chosen = drawn[other];
      drawn[other] = drawn[i];
      drawn[i] = chosen;
    }
  }

  /** Floyd: as many draws as elements wanted, whatever the length of the range; then shuffled. */
  private void sample(int range, int count) {
    if (taken.length * 64 < range) {
      taken = new long[Integer.highestOneBit((range + 63) / 64) * 2];
    }
    for (int i = 0; i < count; i++) {
      int top = range - count + i;
      int candidate = below(top + 1);
      int chosen = isTaken(candidate) ? top : candidate;
      taken[chosen >> 6] |= 1L << chosen;
      drawn[i] = chosen;
    }
    for (int i = 0; i < count; i++) {
      taken[drawn[i] >> 6] = 0;
    }
    swapFirst(count, count);
  }

  private boolean isTaken(int place) {
    return (taken[place >> 6] & 1L << place) != 0;
  }

  /** A number below {@code bound}; one draw of 64 bits serves for two. */
  private int below(int bound) {
    if (!halfLeft) {
      chance = random.nextLong();
    }
    halfLeft = !halfLeft;
    long half = halfLeft ? chance >>> 32 : chance & 0xffff_ffffL;
    // Off by less than bound in 2^32, which no tracker lives long enough to see.
    return (int) (half * bound >>> 32);
  }
}
