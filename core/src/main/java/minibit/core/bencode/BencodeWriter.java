package minibit.core.bencode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes bencode piece by piece, where making values first would cost more than writing them: a
 * torrent may list a million files. Checks that keys come in the order of their bytes, so that what
 * it writes is canonical. One owner.
 */
public final class BencodeWriter {
  private static final byte[] LIST = {'l'};
  private static final byte[] NO_KEY_YET = {'d'};

  /** What is open, innermost first: a list, or the last key of a dictionary. */
  private final Deque<byte[]> open = new ArrayDeque<>();

  private byte[] out = new byte[256];
  private int size;

  /** What was written so far, copied. */
  public byte[] toBytes() {
    return Arrays.copyOf(out, size);
  }

  /** Number of bytes written so far. */
  public int size() {
    return size;
  }

  /** Opens a dictionary: keys and values follow in turn, then {@link #end}. */
  public BencodeWriter dict() {
    open.push(NO_KEY_YET);
    single('d');
    return this;
  }

  /** Opens a list: values follow, then {@link #end}. */
  public BencodeWriter list() {
    open.push(LIST);
    single('l');
    return this;
  }

  /** Closes what was opened last. */
  public BencodeWriter end() {
    open.pop();
    single('e');
    return this;
  }

  /**
   * A key of the open dictionary, in UTF-8.
   *
   * @throws IllegalStateException if it is not beyond the one before it
   */
  public BencodeWriter key(String key) {
    return key(key.getBytes(StandardCharsets.UTF_8));
  }

  private BencodeWriter key(byte[] key) {
    byte[] last = open.pop();
    if (last == LIST || last != NO_KEY_YET && Arrays.compareUnsigned(last, key) >= 0) {
      throw new IllegalStateException("no place for key " + BBytes.of(key));
    }
    open.push(key);
    bytes(key, 0, key.length);
    return this;
  }

  /** A string in UTF-8. */
  public BencodeWriter text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A string of bytes. */
  public BencodeWriter bytes(byte[] bytes) {
    bytes(bytes, 0, bytes.length);
    return this;
  }

  /** An integer. */
  public BencodeWriter integer(long number) {
    integer(Long.toString(number));
    return this;
  }

  /** Any value, dictionaries with their keys sorted. Recurses as deep as it nests. */
  public BencodeWriter value(BencodeValue value) {
    switch (value) {
      case BInt(long number) -> integer(number);
      case BHuge(String digits) -> integer(digits);
      case BBytes bytes -> bytes.writeTo(this);
      case BList list -> {
        single('l');
        list.values().forEach(this::value);
        single('e');
      }
      case BDict dict -> {
        single('d');
        dict.forEach(
            (key, entry) -> {
              key.writeTo(this);
              value(entry);
            });
        single('e');
      }
    }
    return this;
  }

  void bytes(byte[] source, int from, int length) {
    ascii(Integer.toString(length));
    single(':');
    append(source, from, length);
  }

  private void integer(String digits) {
    single('i');
    ascii(digits);
    single('e');
  }

  private void ascii(String text) {
    append(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
  }

  private void single(char letter) {
    ensure(1);
    out[size++] = (byte) letter;
  }

  private void append(byte[] source, int from, int length) {
    ensure(length);
    System.arraycopy(source, from, out, size, length);
    size += length;
  }

  private void ensure(int more) {
    if (out.length - size < more) {
      out = Arrays.copyOf(out, (int) Math.min(Integer.MAX_VALUE - 8L, (size + (long) more) * 2));
    }
  }
}
