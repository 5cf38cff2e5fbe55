package minibit.core.bencode;

import java.util.List;

/** Values in order. Immutable. */
public final class BList implements BencodeValue {
  private final List<BencodeValue> values;
  private final boolean canonical;

  BList(List<BencodeValue> values, boolean canonical) {
    this.values = values;
    this.canonical = canonical;
  }

  /** These values. */
  public static BList of(List<? extends BencodeValue> values) {
    return new BList(List.copyOf(values), true);
  }

  /** The values; unmodifiable. */
  public List<BencodeValue> values() {
    return values;
  }

  /** Number of values. */
  public int size() {
    return values.size();
  }

  /** Whether this list, and all in it, stood in canonical form where it was decoded. */
  public boolean isCanonical() {
    return canonical;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BList list && values.equals(list.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
