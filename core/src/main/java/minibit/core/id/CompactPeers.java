package minibit.core.id;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Addresses packed without separators: 4 + 2 bytes each (BEP 23) or 16 + 2 (BEP 7), as trackers and
 * peer exchange send them.
 */
public final class CompactPeers {
  /** Bytes of an IPv4 entry. */
  public static final int V4_LENGTH = 6;

  /** Bytes of an IPv6 entry. */
  public static final int V6_LENGTH = 18;

  private CompactPeers() {}

  /** The IPv4 addresses among these, packed in their order. */
  public static byte[] encodeV4(Collection<PeerAddress> peers) {
    return encode(peers, false);
  }

  /** The IPv6 addresses among these, packed in their order. */
  public static byte[] encodeV6(Collection<PeerAddress> peers) {
    return encode(peers, true);
  }

  private static byte[] encode(Collection<PeerAddress> peers, boolean v6) {
    int width = v6 ? V6_LENGTH : V4_LENGTH;
    byte[] packed = new byte[peers.size() * width];
    int end = 0;
    for (PeerAddress peer : peers) {
      if (peer.isIpv6() == v6) {
        System.arraycopy(peer.ip(), 0, packed, end, width - 2);
        packed[end + width - 2] = (byte) (peer.port() >> 8);
        packed[end + width - 1] = (byte) peer.port();
        end += width;
      }
    }
    return Arrays.copyOf(packed, end);
  }

  /** IPv4 entries; entries with port 0 and a rest too short for an entry are left out. */
  public static List<PeerAddress> decodeV4(byte[] packed) {
    return decode(packed, V4_LENGTH);
  }

  /** IPv6 entries; entries with port 0 and a rest too short for an entry are left out. */
  public static List<PeerAddress> decodeV6(byte[] packed) {
    return decode(packed, V6_LENGTH);
  }

  private static List<PeerAddress> decode(byte[] packed, int width) {
    List<PeerAddress> peers = new ArrayList<>(packed.length / width);
    for (int at = 0; at + width <= packed.length; at += width) {
      int port = (packed[at + width - 2] & 0xff) << 8 | packed[at + width - 1] & 0xff;
      if (port != 0) {
        peers.add(PeerAddress.of(Arrays.copyOfRange(packed, at, at + width - 2), port));
      }
    }
    return peers;
  }
}
