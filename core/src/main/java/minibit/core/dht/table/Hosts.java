package minibit.core.dht.table;

import java.util.Arrays;
import minibit.core.id.PeerAddress;

/**
 * Whom addresses belong to. In the open a host is an IPv4 address, or the /64 of an IPv6 one, and
 * counts once, whatever the number of ports it speaks from: or one machine could fill a table. On
 * local networks, the machine itself included, every address and port is one of its own: there
 * several nodes behind one address are the rule, and nobody far away can claim such an address.
 */
public final class Hosts {
  /** Bytes of an IPv6 address that one customer has all to itself. */
  private static final int V6_PREFIX = 8;

  private Hosts() {}

  /** Two addresses of one host have equal keys. */
  public static PeerAddress key(PeerAddress address) {
    if (isLocal(address)) {
      return address;
    }
    byte[] ip = address.ip();
    if (address.isIpv6()) {
      Arrays.fill(ip, V6_PREFIX, ip.length, (byte) 0);
    }
    return PeerAddress.of(ip, 1);
  }

  /**
   * Loopback, private and self-assigned networks (BEP 42 lists those of IPv4; for IPv6 ::1,
   * fe80::/10 and fc00::/7).
   */
  public static boolean isLocal(PeerAddress address) {
    if (address.isLoopback()) {
      return true;
    }
    byte[] ip = address.ip();
    int first = ip[0] & 0xff;
    int second = ip[1] & 0xff;
    if (address.isIpv6()) {
      return first == 0xfe && (second & 0xc0) == 0x80 || (first & 0xfe) == 0xfc;
    }
    return first == 10
        || first == 172 && (second & 0xf0) == 16
        || first == 192 && second == 168
        || first == 169 && second == 254;
  }

  /**
   * Whether a node may be asked because another told of it: no node is at an address that is none
   * (0.0.0.0/8, multicast, broadcast), on loopback only for who is there too, and in a local
   * network only for who is in one.
   */
  public static boolean isPlausible(PeerAddress node, PeerAddress teller) {
    byte[] ip = node.ip();
    int first = ip[0] & 0xff;
    boolean none =
        node.isIpv6()
            ? first == 0xff || first == 0 && !node.isLoopback()
            : first == 0 || first > 223;
    return !none
        && (!node.isLoopback() || teller.isLoopback())
        && (!isLocal(node) || isLocal(teller));
  }
}
