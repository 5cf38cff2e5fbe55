package minibit.daemon.dht;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import minibit.core.dht.krpc.KrpcCodec;
import minibit.core.id.PeerAddress;
import minibit.daemon.net.UdpSockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** UDP sockets that the node has to itself. */
final class NodeSockets implements Datagrams {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSockets.class);

  /** Datagrams read of one socket before the other things have their turn. */
  private static final int PER_TURN = 64;

  private final Selector selector;
  private final UdpSockets sockets;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(KrpcCodec.MAX_READ + 1);

  /** Opens sockets that go with a peer port. */
  NodeSockets(InetSocketAddress peer) throws IOException {
    sockets = new UdpSockets(peer);
    try {
      selector = Selector.open();
      for (DatagramChannel channel : sockets.channels()) {
        channel.register(selector, SelectionKey.OP_READ);
      }
    } catch (IOException | RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  @Override
  public OptionalInt port(boolean ipv6) {
    return sockets.port(ipv6);
  }

  @Override
  public void receive(long millis, BiConsumer<PeerAddress, byte[]> taker) throws IOException {
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

  @Override
  public void send(PeerAddress to, byte[] packet) {
    sendOver(sockets, to, packet);
  }

  static void sendOver(UdpSockets sockets, PeerAddress to, byte[] packet) {
    try {
      InetAddress host = InetAddress.getByAddress(to.ip());
      sockets.send(new InetSocketAddress(host, to.port()), ByteBuffer.wrap(packet));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void wake() {
    selector.wakeup();
  }

  @Override
  public void close() {
    sockets.close();
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("while closing", e);
    }
  }
}
