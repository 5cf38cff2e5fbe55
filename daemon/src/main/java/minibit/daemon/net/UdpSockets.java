package minibit.daemon.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The UDP sockets of a peer port: one for each address family that it serves, if it can be with the
 * same number, else with any free one. Any thread; who reads them is their one reader.
 *
 * <p>Whose peer port is on loopback sends to loopback only. For IPv6 a global address of this
 * machine is taken, as others must always see the same (BEP 32); without one there is no such
 * socket.
 */
public final class UdpSockets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpSockets.class);

  private final List<DatagramChannel> channels = new ArrayList<>();
  private final boolean loopback;
  private final Optional<DatagramChannel> v4;
  private final Optional<DatagramChannel> v6;
  private final OptionalInt port4;
  private final OptionalInt port6;

  /** Opens sockets that go with a peer port. */
  public UdpSockets(InetSocketAddress peer) throws IOException {
    InetAddress at = peer.getAddress();
    loopback = at.isLoopbackAddress();
    try {
      boolean any = at.isAnyLocalAddress();
      v4 =
          any || !(at instanceof Inet6Address)
              ? open(StandardProtocolFamily.INET, any ? ipv4Any() : at, peer.getPort())
              : Optional.empty();
      Optional<InetAddress> six =
          any ? globalIpv6() : Optional.of(at).filter(Inet6Address.class::isInstance);
      v6 =
          six.isPresent() && (!any || at instanceof Inet6Address)
              ? open(StandardProtocolFamily.INET6, six.get(), peer.getPort())
              : Optional.empty();
      port4 = port(v4);
      port6 = port(v6);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static InetAddress ipv4Any() throws IOException {
    return InetAddress.getByAddress(new byte[4]);
  }

  /** The address by which this machine is known in the open, if it has one. */
  private static Optional<InetAddress> globalIpv6() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .filter(UdpSockets::isUp)
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet6Address && isGlobal(address.getAddress()))
        .findFirst();
  }

  private static boolean isUp(NetworkInterface card) {
    try {
      return card.isUp();
    } catch (SocketException e) {
      return false;
    }
  }

  /** 2000::/3 without Teredo, 2001:0000::/32. */
  private static boolean isGlobal(byte[] ip) {
    boolean teredo = ip[0] == 0x20 && ip[1] == 1 && ip[2] == 0 && ip[3] == 0;
    return (ip[0] & 0xe0) == 0x20 && !teredo;
  }

  private Optional<DatagramChannel> open(ProtocolFamily family, InetAddress at, int port)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open(family);
    channels.add(channel);
    channel.configureBlocking(false);
    try {
      channel.bind(new InetSocketAddress(at, port));
    } catch (BindException e) {
      // Another program has this number for UDP: any other will do, others are told which.
      LOG.debug("{}:{} is taken for UDP", at, port);
      channel.bind(new InetSocketAddress(at, 0));
    }
    return Optional.of(channel);
  }

  private static OptionalInt port(Optional<DatagramChannel> channel) throws IOException {
    return channel.isPresent()
            && channel.get().getLocalAddress() instanceof InetSocketAddress address
        ? OptionalInt.of(address.getPort())
        : OptionalInt.empty();
  }

  /** The sockets, to be read without waiting. */
  public List<DatagramChannel> channels() {
    return List.copyOf(channels);
  }

  /** Where those of one family reach us. */
  public OptionalInt port(boolean ipv6) {
    return ipv6 ? port6 : port4;
  }

  /** Whether anything may be sent there. */
  public boolean leadsTo(InetAddress host) {
    return (host instanceof Inet6Address ? v6 : v4).isPresent()
        && (!loopback || host.isLoopbackAddress());
  }

  /** Sends if it can be at once, and may be: what is lost is asked again, or not missed. */
  public void send(InetSocketAddress to, ByteBuffer packet) {
    InetAddress host = to.getAddress();
    Optional<DatagramChannel> channel = host instanceof Inet6Address ? v6 : v4;
    if (channel.isEmpty() || loopback && !host.isLoopbackAddress()) {
      return;
    }
    try {
      channel.get().send(packet, to);
    } catch (IOException e) {
      LOG.debug("sending to {} failed: {}", to, e.getMessage());
    }
  }

  @Override
  public void close() {
    for (DatagramChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("while closing", e);
      }
    }
  }
}
