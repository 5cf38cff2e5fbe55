package minibit.core.packed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes values one after another, without names: numbers as varints (seven bits a byte, low bits
 * first), bytes and texts behind their length. Equal values give equal bytes. Not for threads.
 */
public final class PackedWriter {
  private byte[] out = new byte[256];
  private int size;

  /** One byte, 0 to 255. */
  public PackedWriter octet(int value) {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException("not an octet: " + value);
    }
    ensure(1);
    out[size++] = (byte) value;
    return this;
  }

  /** Yes or no. */
  public PackedWriter flag(boolean value) {
    return octet(value ? 1 : 0);
  }

  /** Any number; those near zero from above take the fewest bytes. */
  public PackedWriter number(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out[size++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out[size++] = (byte) rest;
    return this;
  }

  /** Bytes whose count the reader knows. */
  public PackedWriter raw(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, out, size, bytes.length);
    size += bytes.length;
    return this;
  }

  /** Bytes behind their count. */
  public PackedWriter bytes(byte[] bytes) {
    return number(bytes.length).raw(bytes);
  }

  /** A text in UTF-8 behind its count of bytes. */
  public PackedWriter text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes written so far. */
  public int size() {
    return size;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(out, size);
  }

  private void ensure(int more) {
    if (out.length - size < more) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, Math.addExact(size, more)));
    }
  }
}
