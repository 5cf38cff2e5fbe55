package minibit.core.catalogue;

import java.util.Arrays;
import minibit.core.id.InfoHash;

/**
 * One name of a content, with the info-hashes of the canonical torrent under that name: the name is
 * in the torrent's {@code info}, so each name has hashes of its own. Immutable.
 */
public final class Naming {
  private final String name;
  private final String mediaType;
  private final byte[] hashes;

  Naming(String name, String mediaType, InfoHash v1, InfoHash v2) {
    this.name = name;
    this.mediaType = mediaType;
    this.hashes = Arrays.copyOf(v1.toBytes(), InfoHash.WIRE_LENGTH + InfoHash.V2_LENGTH);
    System.arraycopy(v2.toBytes(), 0, hashes, InfoHash.WIRE_LENGTH, InfoHash.V2_LENGTH);
  }

  /** File name, in NFC. */
  public String name() {
    return name;
  }

  /** Such as {@code image/png}. */
  public String mediaType() {
    return mediaType;
  }

  /** Info-hash of the canonical torrent. */
  public InfoHash v1() {
    return InfoHash.of(Arrays.copyOf(hashes, InfoHash.WIRE_LENGTH));
  }

  /** Info-hash of the canonical torrent, 32 bytes. */
  public InfoHash v2() {
    return InfoHash.of(Arrays.copyOfRange(hashes, InfoHash.WIRE_LENGTH, hashes.length));
  }

  /** The key in the index of info-hashes: the first eight bytes of either hash. */
  static long key(byte[] hash, int from) {
    long key = 0;
    for (int i = 0; i < 8; i++) {
      key = key << 8 | hash[from + i] & 0xff;
    }
    return key;
  }

  long keyV1() {
    return key(hashes, 0);
  }

  long keyV2() {
    return key(hashes, InfoHash.WIRE_LENGTH);
  }

  /** Whether a handshake or announce with these bytes, 20 or 32 of them, means this name. */
  public boolean answersTo(InfoHash hash) {
    byte[] asked = hash.toBytes();
    int v2 = InfoHash.WIRE_LENGTH;
    return Arrays.equals(hashes, v2, v2 + asked.length, asked, 0, asked.length)
        || !hash.isV2() && Arrays.equals(hashes, 0, v2, asked, 0, v2);
  }

  boolean startsWith(byte[] prefix, boolean half) {
    return Prefix.matches(hashes, 0, prefix, half)
        || Prefix.matches(hashes, InfoHash.WIRE_LENGTH, prefix, half);
  }

  boolean isSame(String otherName, String otherType, InfoHash v1, InfoHash v2) {
    return name.equals(otherName)
        && mediaType.equals(otherType)
        && v1().equals(v1)
        && v2().equals(v2);
  }
}
