package minibit.daemon.dht;

import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import minibit.core.dht.krpc.KrpcCodec;
import minibit.core.id.PeerAddress;
import minibit.daemon.net.UdpSockets;

/**
 * A node's share of sockets that somebody else reads: uTP goes over the same port. What comes while
 * the node is busy waits, a little of it. The sockets are not ours to close.
 */
public final class SharedDatagrams implements Datagrams {
  /** Datagrams that wait: as many as a socket's buffer would hold. */
  private static final int MAX_WAITING = 256;

  /** Datagrams taken before other things have their turn. */
  private static final int PER_TURN = 64;

  private static final Came WAKE = new Came(PeerAddress.of(new byte[4], 1), new byte[0]);

  private final UdpSockets sockets;
  private final BlockingQueue<Came> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

  private record Came(PeerAddress from, byte[] packet) {}

  /** A share of these. */
  public SharedDatagrams(UdpSockets sockets) {
    this.sockets = sockets;
  }

  /**
   * A datagram came that is not uTP; dropped if it is none of ours, or too many wait. Any thread.
   */
  public void offer(InetSocketAddress from, byte[] packet) {
    if (packet.length > 0 && packet.length <= KrpcCodec.MAX_READ && from.getPort() > 0) {
      PeerAddress sender = PeerAddress.of(from.getAddress().getAddress(), from.getPort());
      var unused = waiting.offer(new Came(sender, packet));
    }
  }

  @Override
  public OptionalInt port(boolean ipv6) {
    return sockets.port(ipv6);
  }

  @Override
  public void receive(long millis, BiConsumer<PeerAddress, byte[]> taker) {
    try {
      Came next = waiting.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
      for (int i = 0; i < PER_TURN && next != null; i++) {
        if (next != WAKE) {
          taker.accept(next.from(), next.packet());
        }
        next = i + 1 < PER_TURN ? waiting.poll() : null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void send(PeerAddress to, byte[] packet) {
    NodeSockets.sendOver(sockets, to, packet);
  }

  @Override
  public void wake() {
    // Where it is full nobody waits long.
    var unused = waiting.offer(WAKE);
  }

  @Override
  public void close() {
    waiting.clear();
  }
}
