package minibit.core.mse;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import minibit.core.id.InfoHash;

/**
 * A torrent's name as encrypted handshakes give it: a hash of it, so that only who knows the
 * torrent knows what is spoken of. Immutable; a key of maps.
 */
public final class HiddenName {
  private final byte[] bytes;

  HiddenName(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** How a torrent is named, by its 20 bytes on the wire. */
  public static HiddenName of(InfoHash torrent) {
    return new HiddenName(Digests.hiddenName(torrent));
  }

  /** Its first eight bytes, which few have in common. */
  public long start() {
    return ByteBuffer.wrap(bytes).getLong();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HiddenName name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
