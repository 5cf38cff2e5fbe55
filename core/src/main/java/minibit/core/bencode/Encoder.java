package minibit.core.bencode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes values into a growing array. Recurses as deep as the value nests. */
final class Encoder {
  private byte[] out = new byte[256];
  private int size;

  byte[] toBytes() {
    return Arrays.copyOf(out, size);
  }

  void value(BencodeValue value) {
    switch (value) {
      case BInt(long number) -> integer(Long.toString(number));
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
