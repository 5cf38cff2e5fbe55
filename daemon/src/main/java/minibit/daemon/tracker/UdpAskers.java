package minibit.daemon.tracker;

import java.net.InetSocketAddress;
import minibit.core.announce.registry.Asker;
import minibit.core.id.PeerAddress;

/** Who asks, by the address of a datagram and that of the socket which took it. Any thread. */
final class UdpAskers {
  private final OwnAddresses own;
  private final PeerAddress fixed;
  private final boolean any;

  /** Of sockets at this address. */
  UdpAskers(InetSocketAddress bound) {
    this.any = bound.getAddress().isAnyLocalAddress();
    this.own = new OwnAddresses();
    this.fixed = PeerAddress.of(bound.getAddress().getAddress(), bound.getPort());
  }

  Asker of(byte[] ip, int port) {
    PeerAddress remote = PeerAddress.of(ip, port);
    return new Asker(remote, any ? own.reachedBy(remote) : fixed);
  }
}
