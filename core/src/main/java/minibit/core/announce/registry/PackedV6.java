package minibit.core.announce.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import minibit.core.id.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * IPv6 addresses with ports of a swarm's members, 18 bytes each, side by side as they are read and
 * as they travel. Takes no room until there is one. Belongs to its swarm.
 */
final class PackedV6 {
  private static final int IP = 16;
  private static final int BYTES = 18;
  private static final byte[] LOOPBACK = new byte[IP];

  static {
    LOOPBACK[IP - 1] = 1;
  }

  private byte[] bytes = {};

  /** One for each of so many members, those of places beyond forgotten. */
  void resize(int members) {
    if (bytes.length > 0) {
      bytes = Arrays.copyOf(bytes, members * BYTES);
    }
  }

  /** A member's, or none; there is room for so many members. */
  void set(int index, @Nullable PeerAddress address, int members) {
    if (bytes.length == 0) {
      if (address == null) {
        return;
      }
      bytes = new byte[members * BYTES];
    }
    ByteBuffer place = ByteBuffer.wrap(bytes, index * BYTES, BYTES);
    if (address == null) {
      place.put(new byte[BYTES]);
    } else {
      place.put(address.ip()).putShort((short) address.port());
    }
  }

  /** Two members change places. */
  void swap(int a, int b) {
    for (int i = 0; i < BYTES && bytes.length > 0; i++) {
      byte one = bytes[a * BYTES + i];
      bytes[a * BYTES + i] = bytes[b * BYTES + i];
      bytes[b * BYTES + i] = one;
    }
  }

  /** Whether a member has an address: none has port 0. */
  boolean has(int index) {
    int port = index * BYTES + IP;
    return bytes.length > 0 && (bytes[port] != 0 || bytes[port + 1] != 0);
  }

  /** Whether a member's is ::1. */
  boolean isLoopback(int index) {
    int at = index * BYTES;
    return bytes[at] == 0 && Arrays.equals(bytes, at, at + IP, LOOPBACK, 0, IP);
  }

  /** A member's port. */
  short port(int index) {
    int at = index * BYTES + IP;
    return (short) (bytes[at] << 8 | bytes[at + 1] & 0xff);
  }

  /** 18 bytes, as in compact lists of peers (BEP 7). */
  void put(int index, ByteBuffer out) {
    out.put(bytes, index * BYTES, BYTES);
  }
}
