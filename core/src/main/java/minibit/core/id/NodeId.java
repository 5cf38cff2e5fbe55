package minibit.core.id;

import java.util.random.RandomGenerator;

/**
 * The 20 bytes by which a DHT node names itself, from the same space as info-hashes (BEP 5).
 * Immutable; any thread.
 */
public final class NodeId extends Octets<NodeId> {
  /** Bytes of an id. */
  public static final int LENGTH = 20;

  /** Bits of an id. */
  public static final int BITS = LENGTH * 8;

  private NodeId(byte[] bytes) {
    super(bytes);
  }

  /** An id of exactly 20 bytes, copied; else {@link IllegalArgumentException}. */
  public static NodeId of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a node id has 20 bytes, not " + bytes.length);
    }
    return new NodeId(bytes.clone());
  }

  /** The place of a torrent among the ids; a v2 hash is cut short (BEP 52). */
  public static NodeId of(InfoHash hash) {
    return new NodeId(hash.wire().toBytes());
  }

  /** Any id. */
  public static NodeId random(RandomGenerator random) {
    byte[] id = new byte[LENGTH];
    random.nextBytes(id);
    return new NodeId(id);
  }

  /** An id that begins with the same {@code bits} bits as this one and then goes on by chance. */
  public NodeId randomBeyond(int bits, RandomGenerator random) {
    byte[] id = new byte[LENGTH];
    random.nextBytes(id);
    for (int i = 0; i < bits; i++) {
      set(id, i, bit(i));
    }
    return new NodeId(id);
  }

  /** An id whose first {@code bits} bits are these and whose next is not; the rest by chance. */
  public NodeId randomAside(int bits, RandomGenerator random) {
    byte[] id = randomBeyond(bits, random).bytes;
    set(id, bits, !bit(bits));
    return new NodeId(id);
  }

  private static void set(byte[] id, int bit, boolean on) {
    int mask = 0x80 >> (bit & 7);
    id[bit >> 3] = (byte) (on ? id[bit >> 3] | mask : id[bit >> 3] & ~mask);
  }

  private boolean bit(int at) {
    return (bytes[at >> 3] & 0x80 >> (at & 7)) != 0;
  }

  /** How many leading bits both have in common: 0 to {@link #BITS}. */
  public int sharedBits(NodeId other) {
    for (int i = 0; i < LENGTH; i++) {
      int difference = (bytes[i] ^ other.bytes[i]) & 0xff;
      if (difference != 0) {
        return i * 8 + Integer.numberOfLeadingZeros(difference) - 24;
      }
    }
    return BITS;
  }

  /**
   * Which of two ids is nearer to this one by the XOR metric: negative if the first is, 0 only if
   * they are equal.
   */
  public int compareDistance(NodeId one, NodeId other) {
    for (int i = 0; i < LENGTH; i++) {
      int difference = ((one.bytes[i] ^ bytes[i]) & 0xff) - ((other.bytes[i] ^ bytes[i]) & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }
}
