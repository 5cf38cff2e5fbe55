package minibit.core.announce.registry;

import java.nio.ByteBuffer;
import minibit.core.id.PeerAddress;

/** IPv4 addresses with ports as numbers of 48 bits, so that many lie side by side in memory. */
final class PackedV4 {
  /** No address: none has port 0. */
  static final long NONE = 0;

  private static final int PORT_BITS = 16;
  private static final int LOOPBACK_NET = 127;

  private PackedV4() {}

  static long of(PeerAddress address) {
    return (long) address.ipv4() << PORT_BITS & 0xffff_ffff_ffffL | address.port();
  }

  static boolean isLoopback(long packed) {
    return packed >>> PORT_BITS + 24 == LOOPBACK_NET;
  }

  /** The port of one at the host of another. */
  static long at(long host, long port) {
    return host >>> PORT_BITS << PORT_BITS | port & 0xffff;
  }

  /** Six bytes, as in compact lists of peers (BEP 23). */
  static void put(long packed, ByteBuffer out) {
    out.putInt((int) (packed >>> PORT_BITS)).putShort((short) packed);
  }
}
