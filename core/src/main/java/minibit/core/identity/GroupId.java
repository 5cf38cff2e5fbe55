package minibit.core.identity;

import java.util.UUID;

/**
 * The random name of a group: groups are one when their ids are equal, whatever they are called.
 */
public record GroupId(UUID value) implements Comparable<GroupId> {
  /** Orders ids as their digits, which is the order in which groups of one name yield. */
  @Override
  public int compareTo(GroupId other) {
    int high = Long.compareUnsigned(high(), other.high());
    return high != 0 ? high : Long.compareUnsigned(low(), other.low());
  }

  /** The first eight bytes. */
  public long high() {
    return value.getMostSignificantBits();
  }

  /** The last eight bytes. */
  public long low() {
    return value.getLeastSignificantBits();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
