package minibit.daemon.tracker;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.udp.UdpTrackerPackets;
import minibit.core.id.PeerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Datagrams for the UDP face: a socket and a thread for each core where the system spreads
 * datagrams over sockets of one port (SO_REUSEPORT), else one of each. Each thread owns two buffers
 * for good, and sleeps in the kernel while nobody asks. Safe for threads.
 */
final class UdpTrackerServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpTrackerServer.class);

  /** More sockets than this only wait for the one registry. */
  private static final int MOST_SOCKETS = 8;

  /** What may wait in the kernel: a second of a busy tracker; more is lost, and asked again. */
  private static final int RECEIVE_BUFFER = 4 << 20;

  private final UdpFace face;
  private final OwnAddresses own;
  private final InetSocketAddress address;
  private final List<DatagramChannel> channels = new ArrayList<>();

  private UdpTrackerServer(UdpFace face, InetSocketAddress address) {
    this.face = face;
    this.own = new OwnAddresses();
    this.address = address;
  }

  /**
   * Starts listening.
   *
   * @param listen port 0 takes any free one
   * @throws BindException if the port is taken or the address not ours
   */
  static UdpTrackerServer open(InetSocketAddress listen, UdpFace face) throws IOException {
    // Sockets that share ports would join those of another tracker: whether the port is free says
    // one that does not share.
    InetSocketAddress bound;
    boolean shares;
    try (DatagramChannel first = channel(listen)) {
      first.bind(listen);
      bound = (InetSocketAddress) first.getLocalAddress();
      shares = first.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }
    UdpTrackerServer server =
        new UdpTrackerServer(face, new InetSocketAddress(listen.getAddress(), bound.getPort()));
    int sockets = shares ? Math.min(Runtime.getRuntime().availableProcessors(), MOST_SOCKETS) : 1;
    try {
      for (int i = 0; i < sockets; i++) {
        server.add(shares);
      }
    } catch (IOException e) {
      server.close();
      throw e;
    }
    server.channels.forEach(server::begin);
    return server;
  }

  private static DatagramChannel channel(InetSocketAddress listen) throws IOException {
    return listen.getAddress() instanceof Inet4Address && !listen.getAddress().isAnyLocalAddress()
        ? DatagramChannel.open(StandardProtocolFamily.INET)
        : DatagramChannel.open();
  }

  private void add(boolean shares) throws IOException {
    DatagramChannel channel = channel(address);
    channels.add(channel);
    if (shares) {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    channel.bind(address);
  }

  private void begin(DatagramChannel channel) {
    Thread.ofPlatform().daemon().name("tracker-udp").start(() -> serve(channel));
  }

  InetSocketAddress address() {
    return address;
  }

  private void serve(DatagramChannel channel) {
    ByteBuffer in = ByteBuffer.allocateDirect(UdpTrackerPackets.MAX_REQUEST);
    ByteBuffer out = ByteBuffer.allocateDirect(UdpTrackerPackets.MAX_ANSWER);
    while (channel.isOpen()) {
      try {
        in.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(in);
        answer(channel, from, in.flip(), out.clear());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // What one asker's network says of an answer is nothing to the others.
        LOG.debug("a datagram was lost: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("a request failed", e);
      }
    }
  }

  private void answer(
      DatagramChannel channel, InetSocketAddress from, ByteBuffer in, ByteBuffer out)
      throws IOException {
    if (from.getPort() == 0) {
      return; // nobody can be answered there
    }
    PeerAddress remote = PeerAddress.of(from.getAddress().getAddress(), from.getPort());
    PeerAddress reached =
        address.getAddress().isAnyLocalAddress()
            ? own.reachedBy(remote)
            : PeerAddress.of(address.getAddress().getAddress(), address.getPort());
    if (face.answer(in, new Asker(remote, reached), out)) {
      channel.send(out.flip(), from);
    }
  }

  /** Stops at once; the port is free when this returns. */
  @Override
  public void close() {
    for (DatagramChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("while closing: {}", e.getMessage());
      }
    }
  }
}
