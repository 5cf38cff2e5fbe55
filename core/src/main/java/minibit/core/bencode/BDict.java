package minibit.core.bencode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary. Its keys are bytes; field names given as {@code String} are ASCII. Of a key that
 * stood twice the first counts. The typed getters pass over a value of another type, as the BEPs
 * want of unknown or damaged fields. Immutable; any thread.
 */
public final class BDict implements BencodeValue {
  /** Without entries. */
  public static final BDict EMPTY = new BDict(new BBytes[0], new BencodeValue[0], true, null);

  private final BBytes[] keys;
  private final BencodeValue[] values;
  private final boolean canonical;
  private final @Nullable BBytes raw;

  /** Entries with keys sorted and distinct. */
  private BDict(BBytes[] keys, BencodeValue[] values, boolean canonical, @Nullable BBytes raw) {
    this.keys = keys;
    this.values = values;
    this.canonical = canonical;
    this.raw = raw;
  }

  /** A decoded dictionary: entries as they stood, sorted here if need be. */
  static BDict decoded(
      BBytes[] keys, BencodeValue[] values, boolean sorted, boolean canonical, BBytes raw) {
    if (sorted) {
      return new BDict(keys, values, canonical, raw);
    }
    Integer[] order = new Integer[keys.length];
    Arrays.setAll(order, i -> i);
    // A stable sort: of equal keys the first stays first, and only that one is kept.
    Arrays.sort(order, Comparator.comparing(i -> keys[i]));
    BBytes[] sortedKeys = new BBytes[keys.length];
    BencodeValue[] sortedValues = new BencodeValue[keys.length];
    int kept = 0;
    for (int i : order) {
      if (kept == 0 || !sortedKeys[kept - 1].equals(keys[i])) {
        sortedKeys[kept] = keys[i];
        sortedValues[kept++] = values[i];
      }
    }
    return new BDict(
        Arrays.copyOf(sortedKeys, kept), Arrays.copyOf(sortedValues, kept), canonical, raw);
  }

  /** A dictionary being put together. */
  public static Builder builder() {
    return new Builder();
  }

  /** Number of entries. */
  public int size() {
    return keys.length;
  }

  /** Visits the entries in the order of their keys. */
  public void forEach(BiConsumer<? super BBytes, ? super BencodeValue> visitor) {
    for (int i = 0; i < keys.length; i++) {
      visitor.accept(keys[i], values[i]);
    }
  }

  /** The keys, sorted. */
  public List<BBytes> keys() {
    return List.of(keys);
  }

  /** The value under this name. */
  public Optional<BencodeValue> get(String name) {
    int low = 0;
    int high = keys.length - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      int order = keys[middle].compareTo(name);
      if (order == 0) {
        return Optional.of(values[middle]);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** The value under these bytes. */
  public Optional<BencodeValue> get(BBytes key) {
    int found = Arrays.binarySearch(keys, key);
    return found < 0 ? Optional.empty() : Optional.of(values[found]);
  }

  /** Whether there is a value under this name. */
  public boolean has(String name) {
    return get(name).isPresent();
  }

  /** The integer under this name, if there is one of 64 bits. */
  public OptionalLong integer(String name) {
    return get(name).orElse(this) instanceof BInt(long value)
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }

  /** The byte string under this name. */
  public Optional<BBytes> string(String name) {
    return get(name).orElse(this) instanceof BBytes bytes ? Optional.of(bytes) : Optional.empty();
  }

  /** The byte string under this name, copied. */
  public Optional<byte[]> bytes(String name) {
    return string(name).map(BBytes::toBytes);
  }

  /** The byte string under this name as text to show; see {@link BBytes#text}. */
  public Optional<String> text(String name) {
    return string(name).map(BBytes::text);
  }

  /** The list under this name. */
  public Optional<BList> list(String name) {
    return get(name).orElse(this) instanceof BList list ? Optional.of(list) : Optional.empty();
  }

  /** The dictionary under this name. */
  public Optional<BDict> dict(String name) {
    return get(name).filter(BDict.class::isInstance).map(BDict.class::cast);
  }

  /**
   * The bytes as they stood where this was decoded, which is what gets hashed (BEP 3); of a
   * dictionary built here, its encoding.
   */
  public byte[] raw() {
    return raw != null ? raw.toBytes() : Bencode.encode(this);
  }

  /** Whether this dictionary, and all in it, stood in canonical form where it was decoded. */
  public boolean isCanonical() {
    return canonical;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BDict dict
        && Arrays.equals(keys, dict.keys)
        && Arrays.equals(values, dict.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    forEach(
        (key, value) ->
            text.append(text.length() > 1 ? ", " : "").append(key).append(": ").append(value));
    return text.append("}").toString();
  }

  /** Collects entries in any order; a name given again replaces its value. Not for threads. */
  public static final class Builder {
    private final Map<BBytes, BencodeValue> entries = new TreeMap<>();

    private Builder() {}

    /** Any value. */
    public Builder put(BBytes key, BencodeValue value) {
      entries.put(key, value);
      return this;
    }

    /** Any value. */
    public Builder put(String name, BencodeValue value) {
      return put(BBytes.of(name), value);
    }

    /** An integer. */
    public Builder put(String name, long value) {
      return put(name, new BInt(value));
    }

    /** A text in UTF-8. */
    public Builder put(String name, String value) {
      return put(name, BBytes.of(value));
    }

    /** Bytes, copied. */
    public Builder put(String name, byte[] value) {
      return put(name, BBytes.of(value));
    }

    /** What was collected so far. */
    public BDict build() {
      return new BDict(
          entries.keySet().toArray(new BBytes[0]),
          entries.values().toArray(new BencodeValue[0]),
          true,
          null);
    }
  }
}
