package minibit.daemon.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * From which of this machine's addresses sockets are opened. Who listens on one address only should
 * also come from it: a tracker hands out the address it sees, and at another one nobody listens.
 *
 * @param address empty: the system chooses, as where one listens on all interfaces
 */
public record SourceAddress(Optional<InetAddress> address) {
  /** The system chooses. */
  public static final SourceAddress ANY = new SourceAddress(Optional.empty());

  /** The one that goes with a listening socket. */
  public static SourceAddress of(InetSocketAddress listen) {
    return new SourceAddress(
        Optional.ofNullable(listen.getAddress()).filter(address -> !address.isAnyLocalAddress()));
  }

  /**
   * The address to bind to before going there; empty if the system must choose, because this one
   * leads there never: it is of the other family, or loopback while the other end is not.
   */
  public Optional<InetAddress> towards(InetAddress remote) {
    return address
        .filter(own -> own instanceof Inet6Address == remote instanceof Inet6Address)
        .filter(own -> !own.isLoopbackAddress() || remote.isLoopbackAddress());
  }

  /** The same as a socket address with any free port. */
  public InetSocketAddress socketTowards(InetAddress remote) {
    return towards(remote)
        .map(own -> new InetSocketAddress(own, 0))
        .orElseGet(() -> new InetSocketAddress(0));
  }
}
