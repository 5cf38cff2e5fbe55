package minibit.core.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The 20 bytes by which a peer names itself (BEP 3, BEP 20). Immutable; any thread. */
public final class PeerId extends Octets<PeerId> {
  /** Bytes of a peer id. */
  public static final int LENGTH = 20;

  /** What every id of ours begins with. */
  public static final String PREFIX = "-MB0100-";

  private PeerId(byte[] bytes) {
    super(bytes);
  }

  /** An id of exactly 20 bytes, copied; else {@link IllegalArgumentException}. */
  public static PeerId of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a peer id has 20 bytes, not " + bytes.length);
    }
    return new PeerId(bytes.clone());
  }

  /** Reads the next 20 bytes. */
  public static PeerId read(ByteBuffer in) {
    byte[] bytes = new byte[LENGTH];
    in.get(bytes);
    return new PeerId(bytes);
  }

  /** A fresh id of ours: the prefix and 12 random bytes. */
  public static PeerId random(RandomGenerator random) {
    byte[] tail = new byte[LENGTH - PREFIX.length()];
    random.nextBytes(tail);
    byte[] id = Arrays.copyOf(PREFIX.getBytes(StandardCharsets.US_ASCII), LENGTH);
    System.arraycopy(tail, 0, id, PREFIX.length(), tail.length);
    return new PeerId(id);
  }

  /** Printable ASCII as it is, other bytes as {@code %XX}: safe to show. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(LENGTH);
    for (byte b : bytes) {
      if (b > ' ' && b < 0x7f && b != '%') {
        text.append((char) b);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return text.toString();
  }
}
