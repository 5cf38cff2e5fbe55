package minibit.daemon.webseed;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * How far away a web server is. A torrent comes from strangers, and must not make us ask machines
 * for things that only we can reach: so a server of this machine or of a private network is asked
 * for plain files only, without a query in the address, and never because a public server sent us
 * there; what is reserved for the network itself is not asked at all.
 */
enum WebSeedReach {
  /** Anybody can ask it. */
  PUBLIC,
  /** This machine or a private network. */
  LOCAL,
  /** No file server: link-local (services of clouds are found there), multicast, unspecified. */
  NEVER;

  /** The nearest of a host's addresses: whoever names it may choose among them. */
  static WebSeedReach of(InetAddress[] addresses) {
    WebSeedReach nearest = PUBLIC;
    for (InetAddress address : addresses) {
      WebSeedReach reach = of(address);
      nearest = reach.compareTo(nearest) > 0 ? reach : nearest;
    }
    return nearest;
  }

  static WebSeedReach of(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()) {
      return NEVER;
    }
    if (address instanceof Inet4Address) {
      if (first == 0 || first >= 240) {
        return NEVER;
      }
      boolean carrier = first == 100 && (second & 0xc0) == 64;
      return address.isLoopbackAddress() || address.isSiteLocalAddress() || carrier
          ? LOCAL
          : PUBLIC;
    }
    boolean unique = (first & 0xfe) == 0xfc;
    // ::/8 and 64:ff9b::/96 hold IPv4 addresses in disguise.
    boolean disguised = first == 0;
    return address.isLoopbackAddress() || address.isSiteLocalAddress() || unique || disguised
        ? LOCAL
        : PUBLIC;
  }
}
