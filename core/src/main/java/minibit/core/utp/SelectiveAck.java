package minibit.core.utp;

/**
 * The mask that tells of packets beyond the first gap (BEP 29): bit 0, the lowest of the first
 * byte, is two after the acknowledged one.
 */
final class SelectiveAck {
  /** No packet is told of. */
  static final byte[] NONE = new byte[0];

  /** Bits of the longest mask we send and keep packets for: as many as may be on their way. */
  static final int MAX_BITS = 1024;

  private SelectiveAck() {}

  static int bits(byte[] mask) {
    return Math.min(MAX_BITS, mask.length * 8);
  }

  static boolean has(byte[] mask, int bit) {
    return (mask[bit >> 3] >> (bit & 7) & 1) == 1;
  }

  static void set(byte[] mask, int bit) {
    mask[bit >> 3] |= (byte) (1 << (bit & 7));
  }

  /** A mask for bits up to this one: whole groups of 32. */
  static byte[] upTo(int lastBit) {
    return new byte[(lastBit / 32 + 1) * 4];
  }
}
