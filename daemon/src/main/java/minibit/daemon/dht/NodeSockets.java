package minibit.daemon.dht;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import minibit.core.dht.krpc.KrpcCodec;
import minibit.core.id.PeerAddress;
import minibit.daemon.net.DatagramIntake;
import minibit.daemon.net.UdpSockets;

/** UDP sockets that the node has to itself. */
final class NodeSockets implements Datagrams {
  private final UdpSockets sockets;
  private final DatagramIntake intake;

  /** Opens sockets that go with a peer port. */
  NodeSockets(InetSocketAddress peer) throws IOException {
    sockets = new UdpSockets(peer);
    try {
      intake = new DatagramIntake(KrpcCodec.MAX_READ, from -> true);
      for (DatagramChannel channel : sockets.channels()) {
        intake.add(channel);
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
    intake.receive(millis, taker);
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
    intake.wake();
  }

  @Override
  public void close() {
    sockets.close();
    intake.close();
  }
}
