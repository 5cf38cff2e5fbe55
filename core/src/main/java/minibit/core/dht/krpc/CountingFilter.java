package minibit.core.dht.krpc;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import minibit.core.id.PeerAddress;

/**
 * A bloom filter of 2048 bits with two hashes over addresses, from which can be told about how many
 * went in, up to some thousands (BEP 33). One owner until it is sent.
 */
public final class CountingFilter {
  /** Bytes of a filter. */
  public static final int LENGTH = 256;

  private static final int BITS = LENGTH * 8;
  private static final int HASHES = 2;

  private final byte[] bits;

  /** A filter without anybody. */
  public CountingFilter() {
    this(new byte[LENGTH]);
  }

  private CountingFilter(byte[] bits) {
    this.bits = bits;
  }

  /** A filter of 256 bytes, copied; else {@link IllegalArgumentException}. */
  public static CountingFilter of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a filter has 256 bytes, not " + bytes.length);
    }
    return new CountingFilter(bytes.clone());
  }

  /** Puts a host in; its port does not count. */
  public void add(PeerAddress peer) {
    byte[] hash = sha1(peer.ip());
    for (int i = 0; i < HASHES; i++) {
      int index = ((hash[2 * i] & 0xff) | (hash[2 * i + 1] & 0xff) << 8) % BITS;
      bits[index >> 3] |= (byte) (1 << (index & 7));
    }
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** About how many hosts went in. */
  public double estimate() {
    int zeros = BITS;
    for (byte b : bits) {
      zeros -= Integer.bitCount(b & 0xff);
    }
    double c = Math.min(BITS - 1, zeros);
    return Math.log(c / BITS) / (HASHES * Math.log(1 - 1.0 / BITS));
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bits.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CountingFilter filter && Arrays.equals(bits, filter.bits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bits);
  }
}
