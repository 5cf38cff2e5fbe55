package minibit.group.closed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The secret that the members of a closed group share: who knows it reads their messages and may
 * vote. It is drawn when the group is founded and handed to whoever is taken in; it never changes,
 * so a member that was sent away still knows it.
 */
public final class GroupKey {
  /** Bytes of a key. */
  public static final int LENGTH = 32;

  private static final SecureRandom CHANCE = new SecureRandom();

  private final byte[] bytes;

  private GroupKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new one. */
  public static GroupKey drawn() {
    byte[] bytes = new byte[LENGTH];
    CHANCE.nextBytes(bytes);
    return new GroupKey(bytes);
  }

  /** From its bytes. */
  public static GroupKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a group's key has " + LENGTH + " bytes");
    }
    return new GroupKey(bytes.clone());
  }

  /** From {@link #hex}. */
  public static GroupKey ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** The key itself: for members, and for the file that only their owner reads. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The same as text. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** A secret of its own for a purpose. */
  byte[] derive(String purpose, byte[]... parts) {
    byte[][] all = new byte[parts.length + 1][];
    all[0] = (purpose + '\0').getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(parts, 0, all, 1, parts.length);
    return Hmac.of(bytes, all);
  }

  /** What members' messages are covered with. */
  public Cover cover() {
    return new Cover(derive("minibit member port 1"));
  }

  /** What the group's calls to the LAN are covered with. */
  public Cover beacons() {
    return new Cover(derive("minibit beacon 1"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupKey that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Never the key itself. */
  @Override
  public String toString() {
    return "a group's key";
  }
}
