package minibit.core.announce.udp;

import java.time.Duration;
import java.time.Instant;
import minibit.core.id.PeerAddress;

/**
 * The connection ids of a UDP tracker (BEP 15), without a memory: an id is the keyed sum
 * (SipHash-2-4) of the address it was given to and the second it was given in, and that second's
 * last eight bits. So nobody can make the tracker remember anything, or have answers sent to an
 * address that never asked. Immutable; any thread.
 */
public final class ConnectionIds {
  /** How long a tracker takes an id (BEP 15); clients use theirs for one minute. */
  public static final Duration LIFE = Duration.ofMinutes(2);

  private static final int SECOND_BITS = 0xff;

  private final long key0;
  private final long key1;

  /** Ids under this key, which nobody else may know. */
  public ConnectionIds(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** An id for who asks from this address, whatever the port. */
  public long give(PeerAddress address, Instant now) {
    return id(address, now.getEpochSecond());
  }

  /** Whether this id was given to that address in the last two minutes. */
  public boolean isGood(long id, PeerAddress address, Instant now) {
    long second = now.getEpochSecond();
    long age = second - id & SECOND_BITS;
    return age <= LIFE.toSeconds() && id == id(address, second - age);
  }

  private long id(PeerAddress address, long second) {
    boolean v6 = address.isIpv6();
    long high = v6 ? address.hostPrefix() : 0;
    long low = v6 ? address.hostSuffix() : 0xffff_0000_0000L | address.ipv4() & 0xffff_ffffL;
    return sum(key0, key1, high, low, second) & ~SECOND_BITS | second & SECOND_BITS;
  }

  /** SipHash-2-4 of three words of eight bytes, the first byte of each the least. */
  static long sum(long key0, long key1, long first, long second, long third) {
    State state = new State(key0, key1);
    state.take(first);
    state.take(second);
    state.take(third);
    state.take(24L << 56);
    return state.end();
  }

  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long key0, long key1) {
      v0 = key0 ^ 0x736f6d6570736575L;
      v1 = key1 ^ 0x646f72616e646f6dL;
      v2 = key0 ^ 0x6c7967656e657261L;
      v3 = key1 ^ 0x7465646279746573L;
    }

    void take(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long end() {
      v2 ^= 0xff;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
