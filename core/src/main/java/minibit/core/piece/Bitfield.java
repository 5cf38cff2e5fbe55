package minibit.core.piece;

import java.util.Arrays;
import java.util.Optional;

/**
 * A set of pieces of one torrent. Mutable and not safe for threads: one owner, or a {@link #copy}.
 */
public final class Bitfield {
  private final int size;
  private final long[] words;
  private int count;

  /** An empty set of {@code size} possible pieces. */
  public Bitfield(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + size);
    }
    this.size = size;
    this.words = new long[(size + 63) >>> 6];
  }

  /** The set with every piece. */
  public static Bitfield full(int size) {
    Bitfield field = new Bitfield(size);
    Arrays.fill(field.words, -1L);
    if ((size & 63) != 0) {
      field.words[field.words.length - 1] = (1L << (size & 63)) - 1;
    }
    field.count = size;
    return field;
  }

  /**
   * The set in its wire form (BEP 3): one bit a piece, highest bit of the first byte first.
   *
   * @return empty if the length is not exactly right or a spare bit is set
   */
  public static Optional<Bitfield> parse(byte[] wire, int size) {
    if (wire.length != (size + 7) / 8) {
      return Optional.empty();
    }
    if ((size & 7) != 0 && (wire[wire.length - 1] & 0xff >>> (size & 7)) != 0) {
      return Optional.empty();
    }
    Bitfield field = new Bitfield(size);
    for (int i = 0; i < wire.length; i++) {
      long reversed = Integer.reverse(wire[i]) >>> 24;
      field.words[i >>> 3] |= reversed << ((i & 7) << 3);
      field.count += Long.bitCount(reversed);
    }
    return Optional.of(field);
  }

  /** The wire form, as {@link #parse} reads it. */
  public byte[] toWire() {
    byte[] wire = new byte[(size + 7) / 8];
    for (int i = 0; i < wire.length; i++) {
      int bits = (int) (words[i >>> 3] >>> ((i & 7) << 3)) & 0xff;
      wire[i] = (byte) (Integer.reverse(bits) >>> 24);
    }
    return wire;
  }

  /** Possible pieces. */
  public int size() {
    return size;
  }

  /** Pieces in the set. */
  public int count() {
    return count;
  }

  /** Whether every piece is in the set; also true of a torrent without pieces. */
  public boolean isFull() {
    return count == size;
  }

  /** Whether no piece is. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Whether this piece is in the set. */
  public boolean get(int piece) {
    check(piece);
    return (words[piece >>> 6] & 1L << piece) != 0;
  }

  /**
   * The pieces from {@code 64 * index} on, lowest first, as bits: for counting many sets at once.
   */
  public long word(int index) {
    return words[index];
  }

  /** Adds a piece; says whether that changed anything. */
  public boolean set(int piece) {
    if (get(piece)) {
      return false;
    }
    words[piece >>> 6] |= 1L << piece;
    count++;
    return true;
  }

  /** Takes a piece out; says whether that changed anything. */
  public boolean clear(int piece) {
    if (!get(piece)) {
      return false;
    }
    words[piece >>> 6] &= ~(1L << piece);
    count--;
    return true;
  }

  /** The first piece of the set at or after {@code from}, or -1. */
  public int next(int from) {
    return scan(from, 0L);
  }

  /** The first piece not in the set at or after {@code from}, or -1. */
  public int nextMissing(int from) {
    return scan(from, -1L);
  }

  private int scan(int from, long flip) {
    if (from >= size) {
      return -1;
    }
    int word = from >>> 6;
    long bits = (words[word] ^ flip) & -1L << from;
    while (bits == 0) {
      if (++word == words.length) {
        return -1;
      }
      bits = words[word] ^ flip;
    }
    int found = (word << 6) + Long.numberOfTrailingZeros(bits);
    return found < size ? found : -1;
  }

  /** The first piece at or after {@code from} that is in both sets, or -1; both of one torrent. */
  public int nextCommon(Bitfield other, int from) {
    if (from >= size) {
      return -1;
    }
    int word = from >>> 6;
    long bits = words[word] & other.words[word] & -1L << from;
    while (bits == 0) {
      if (++word == words.length) {
        return -1;
      }
      bits = words[word] & other.words[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  /** How many pieces are in both sets; both of one torrent. */
  public int countCommon(Bitfield other) {
    int common = 0;
    for (int i = 0; i < words.length; i++) {
      common += Long.bitCount(words[i] & other.words[i]);
    }
    return common;
  }

  /** Whether this set has a piece which {@code other} lacks; both of one torrent. */
  public boolean hasMoreThan(Bitfield other) {
    for (int i = 0; i < words.length; i++) {
      if ((words[i] & ~other.words[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** An independent copy. */
  public Bitfield copy() {
    Bitfield copy = new Bitfield(size);
    System.arraycopy(words, 0, copy.words, 0, words.length);
    copy.count = count;
    return copy;
  }

  private void check(int piece) {
    if (piece < 0 || piece >= size) {
      throw new IndexOutOfBoundsException("piece " + piece + " of " + size);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bitfield field
        && size == field.size
        && Arrays.equals(words, field.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return count + "/" + size;
  }
}
