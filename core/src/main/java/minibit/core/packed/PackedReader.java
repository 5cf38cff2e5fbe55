package minibit.core.packed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link PackedWriter} wrote. Every length is held against a limit and against what is
 * left before anything is allocated. Not for threads.
 */
public final class PackedReader {
  private final byte[] in;
  private int at;

  /** Reads all of {@code in}, which must not change meanwhile. */
  public PackedReader(byte[] in) {
    this.in = in;
  }

  /** One byte, 0 to 255. */
  public int octet() throws BadPacked {
    need(1);
    return in[at++] & 0xff;
  }

  /** Yes or no; any other byte is refused. */
  public boolean flag() throws BadPacked {
    int value = octet();
    if (value > 1) {
      throw new BadPacked("neither yes nor no: " + value);
    }
    return value == 1;
  }

  /** Any number. */
  public long number() throws BadPacked {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int octet = octet();
      value |= (long) (octet & 0x7f) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw new BadPacked("number without end");
  }

  /** A number from 0 to {@code most}. */
  public long number(long most) throws BadPacked {
    long value = number();
    if (value < 0 || value > most) {
      throw new BadPacked("number out of range: " + value);
    }
    return value;
  }

  /** All that is left. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(in, at, in.length);
    at = in.length;
    return rest;
  }

  /** How many things follow, each of at least one byte: 0 to {@code most}. */
  public int count(int most) throws BadPacked {
    int count = (int) number(most);
    need(count);
    return count;
  }

  /** Exactly this many bytes. */
  public byte[] raw(int length) throws BadPacked {
    need(length);
    byte[] bytes = Arrays.copyOfRange(in, at, at + length);
    at += length;
    return bytes;
  }

  /** Bytes behind their count, at most {@code most}. */
  public byte[] bytes(int most) throws BadPacked {
    return raw(count(most));
  }

  /** A text in well-formed UTF-8, of at most {@code most} bytes. */
  public String text(int most) throws BadPacked {
    int length = count(most);
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in, at, length)).toString();
      at += length;
      return text;
    } catch (CharacterCodingException e) {
      throw new BadPacked("text that is not UTF-8");
    }
  }

  /** Whether everything was read. */
  public boolean atEnd() {
    return at == in.length;
  }

  /** Refuses bytes after the last value. */
  public void end() throws BadPacked {
    if (!atEnd()) {
      throw new BadPacked("bytes after the end");
    }
  }

  private void need(int more) throws BadPacked {
    if (more < 0 || in.length - at < more) {
      throw new BadPacked("cut short");
    }
  }
}
