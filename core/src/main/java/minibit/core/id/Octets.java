package minibit.core.id;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A name made of bytes: equal to another of its own kind with the same bytes, and ordered by them,
 * the first byte counting most. Immutable; any thread.
 *
 * @param <T> its own kind
 */
public abstract class Octets<T extends Octets<T>> implements Comparable<T> {
  /** The bytes themselves, which nobody changes. */
  protected final byte[] bytes;

  /** Takes the bytes over: whoever made them keeps no hold of them. */
  protected Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of the bytes. */
  public final byte[] toBytes() {
    return bytes.clone();
  }

  /** Lower-case hexadecimal. */
  public final String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public final int compareTo(T other) {
    Octets<?> theirs = other;
    return Arrays.compareUnsigned(bytes, theirs.bytes);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Octets<?> octets
        && octets.getClass() == getClass()
        && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The hexadecimal digits, unless a kind has a better way to be read. */
  @Override
  public String toString() {
    return hex();
  }
}
