package minibit.core.id;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of a torrent: SHA-1 (v1, 20 bytes, BEP 3) or SHA-256 (v2, 32 bytes, BEP 52) of its raw
 * {@code info} bytes. Immutable; any thread.
 */
public final class InfoHash extends Octets<InfoHash> {
  /** Bytes of a v1 hash, and of any hash as it travels in handshakes and announces. */
  public static final int WIRE_LENGTH = 20;

  /** Bytes of a v2 hash. */
  public static final int V2_LENGTH = 32;

  private InfoHash(byte[] bytes) {
    super(bytes);
  }

  /** A hash of 20 or 32 bytes, copied; anything else is an {@link IllegalArgumentException}. */
  public static InfoHash of(byte[] bytes) {
    if (bytes.length != WIRE_LENGTH && bytes.length != V2_LENGTH) {
      throw new IllegalArgumentException("an info-hash has 20 or 32 bytes, not " + bytes.length);
    }
    return new InfoHash(bytes.clone());
  }

  /** Reads the 20 bytes by which packets name a torrent. */
  public static InfoHash read(ByteBuffer in) {
    byte[] bytes = new byte[WIRE_LENGTH];
    in.get(bytes);
    return new InfoHash(bytes);
  }

  /**
   * A hash of 40 or 64 hexadecimal digits; anything else is an {@link IllegalArgumentException}.
   */
  public static InfoHash ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** Whether this is a full v2 hash of 32 bytes. */
  public boolean isV2() {
    return bytes.length == V2_LENGTH;
  }

  /** The 20 bytes by which handshakes and announces name this torrent: v2 is cut short (BEP 52). */
  public InfoHash wire() {
    return isV2() ? new InfoHash(Arrays.copyOf(bytes, WIRE_LENGTH)) : this;
  }
}
