package minibit.core.identity;

import java.util.HexFormat;
import minibit.core.id.Octets;

/**
 * The name of a member for good: SHA-256 of its Ed25519 public key, 32 bytes. It is the key of the
 * catalogue and of the election. Immutable; any thread.
 */
public final class MemberId extends Octets<MemberId> {
  /** Bytes of an id. */
  public static final int LENGTH = 32;

  private MemberId(byte[] bytes) {
    super(bytes);
  }

  /** An id of exactly 32 bytes, copied; else {@link IllegalArgumentException}. */
  public static MemberId of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a member id has 32 bytes, not " + bytes.length);
    }
    return new MemberId(bytes.clone());
  }

  /** An id of 64 hexadecimal digits; anything else is an {@link IllegalArgumentException}. */
  public static MemberId ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** The first eight digits: enough to tell members apart by eye, never to find one. */
  public String brief() {
    return HexFormat.of().formatHex(bytes, 0, 4);
  }
}
