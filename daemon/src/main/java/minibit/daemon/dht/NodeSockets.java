package minibit.daemon.dht;

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
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import minibit.core.dht.krpc.KrpcCodec;
import minibit.core.id.PeerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's sockets: one for each address family that the peer port serves, if it can be with the
 * same number, else with any free one. One thread, but for {@link #wake} and the ports.
 *
 * <p>Whose peer port is on loopback sends to loopback only. For IPv6 a global address of this
 * machine is taken, as others must always see the same (BEP 32); without one there is no such
 * socket.
 */
final class NodeSockets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSockets.class);

  /** Datagrams read of one socket before the other things have their turn. */
  private static final int PER_TURN = 64;

  private final Selector selector;
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(KrpcCodec.MAX_READ + 1);
  private final boolean loopback;
  private final Optional<DatagramChannel> v4;
  private final Optional<DatagramChannel> v6;
  private final OptionalInt port4;
  private final OptionalInt port6;

  /** Opens sockets that go with a peer port. */
  NodeSockets(InetSocketAddress peer) throws IOException {
    InetAddress at = peer.getAddress();
    loopback = at.isLoopbackAddress();
    selector = Selector.open();
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
        .filter(NodeSockets::isUp)
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
    channel.register(selector, SelectionKey.OP_READ);
    return Optional.of(channel);
  }

  private static OptionalInt port(Optional<DatagramChannel> channel) throws IOException {
    return channel.isPresent()
            && channel.get().getLocalAddress() instanceof InetSocketAddress address
        ? OptionalInt.of(address.getPort())
        : OptionalInt.empty();
  }

  /** Where nodes of this family reach us. Any thread. */
  OptionalInt port(boolean ipv6) {
    return ipv6 ? port6 : port4;
  }

  /** Waits for datagrams, at most so long, and reads some. */
  void receive(long millis, BiConsumer<PeerAddress, byte[]> taker) throws IOException {
    if (millis <= 0) {
      selector.selectNow();
    } else {
      selector.select(millis);
    }
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid() && key.channel() instanceof DatagramChannel channel) {
        read(channel, taker);
      }
    }
    selector.selectedKeys().clear();
  }

  private void read(DatagramChannel channel, BiConsumer<PeerAddress, byte[]> taker) {
    for (int i = 0; i < PER_TURN; i++) {
      buffer.clear();
      try {
        if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
          return;
        }
        buffer.flip();
        byte[] packet = new byte[buffer.remaining()];
        buffer.get(packet);
        boolean fits = packet.length > 0 && packet.length <= KrpcCodec.MAX_READ;
        if (fits && from.getPort() > 0) {
          taker.accept(PeerAddress.of(from.getAddress().getAddress(), from.getPort()), packet);
        }
      } catch (IOException e) {
        // Somebody we wrote to is not there, or the line is down: the next one may be.
        LOG.debug("reading a datagram failed", e);
        return;
      }
    }
  }

  /** Sends if it can be at once: what is lost is asked again, or not missed. */
  void send(PeerAddress to, byte[] packet) {
    if (loopback && !to.isLoopback()) {
      return;
    }
    Optional<DatagramChannel> channel = to.isIpv6() ? v6 : v4;
    if (channel.isEmpty()) {
      return;
    }
    try {
      InetAddress host = InetAddress.getByAddress(to.ip());
      channel.get().send(ByteBuffer.wrap(packet), new InetSocketAddress(host, to.port()));
    } catch (IOException e) {
      LOG.debug("sending to {} failed: {}", to, e.getMessage());
    }
  }

  /** Ends the wait for datagrams. Any thread. */
  void wake() {
    selector.wakeup();
  }

  @Override
  public void close() {
    for (AutoCloseable one : closeables()) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.debug("while closing", e);
      }
    }
  }

  private List<AutoCloseable> closeables() {
    AutoCloseable[] all =
        Arrays.copyOf(channels.toArray(AutoCloseable[]::new), channels.size() + 1);
    all[channels.size()] = selector;
    return List.of(all);
  }
}
