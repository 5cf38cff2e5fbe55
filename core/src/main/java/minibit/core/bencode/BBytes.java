package minibit.core.bencode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A string of bytes; of a decoded value, a window on the input. Ordered as bencode orders keys: by
 * unsigned bytes. Immutable as long as the input is left alone; any thread.
 */
public final class BBytes implements BencodeValue, Comparable<BBytes> {
  private final byte[] source;
  private final int from;
  private final int to;

  BBytes(byte[] source, int from, int to) {
    this.source = source;
    this.from = from;
    this.to = to;
  }

  /** These bytes, copied. */
  public static BBytes of(byte[] bytes) {
    return new BBytes(bytes.clone(), 0, bytes.length);
  }

  /** This text in UTF-8. */
  public static BBytes of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new BBytes(bytes, 0, bytes.length);
  }

  /** Number of bytes. */
  public int length() {
    return to - from;
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(source, from, to);
  }

  /** The text in UTF-8, with the replacement character where it is none: to show, not to name. */
  public String text() {
    return new String(source, from, to - from, StandardCharsets.UTF_8);
  }

  /** The text, if the bytes are well-formed UTF-8. */
  public Optional<String> strictText() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(source, from, to - from))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether these are the bytes of an ASCII text. */
  public boolean is(String ascii) {
    return compareTo(ascii) == 0;
  }

  int compareTo(String ascii) {
    int common = Math.min(length(), ascii.length());
    for (int i = 0; i < common; i++) {
      int difference = Byte.toUnsignedInt(source[from + i]) - ascii.charAt(i);
      if (difference != 0) {
        return difference;
      }
    }
    return length() - ascii.length();
  }

  void writeTo(BencodeWriter out) {
    out.bytes(source, from, to - from);
  }

  @Override
  public int compareTo(BBytes other) {
    return Arrays.compareUnsigned(source, from, to, other.source, other.from, other.to);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BBytes bytes
        && Arrays.equals(source, from, to, bytes.source, bytes.from, bytes.to);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + source[i];
    }
    return hash;
  }

  /** The text in quotes if it is well-formed, else hexadecimal. */
  @Override
  public String toString() {
    return strictText()
        .map(text -> "\"" + text + "\"")
        .orElseGet(() -> "0x" + HexFormat.of().formatHex(source, from, to));
  }
}
