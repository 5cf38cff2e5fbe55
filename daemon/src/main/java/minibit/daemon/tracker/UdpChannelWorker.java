package minibit.daemon.tracker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Instant;
import java.time.InstantSource;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.udp.HostBudget;
import minibit.core.announce.udp.UdpTrackerPackets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers datagrams one by one, wherever there is Java. */
final class UdpChannelWorker implements UdpWorker {
  private static final Logger LOG = LoggerFactory.getLogger(UdpChannelWorker.class);

  private final DatagramChannel channel;
  private final UdpAskers askers;
  private final UdpFace face;
  private final InstantSource clock;
  private final HostBudget budget;

  UdpChannelWorker(
      InetSocketAddress address,
      boolean shares,
      UdpAskers askers,
      UdpFace face,
      InstantSource clock,
      HostBudget budget)
      throws IOException {
    this.askers = askers;
    this.face = face;
    this.clock = clock;
    this.budget = budget;
    this.channel = UdpTrackerServer.channel(address);
    try {
      if (shares) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.setOption(StandardSocketOptions.SO_RCVBUF, UdpTrackerServer.RECEIVE_BUFFER);
      channel.bind(address);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void run() {
    ByteBuffer in = ByteBuffer.allocateDirect(UdpTrackerPackets.MAX_REQUEST);
    ByteBuffer out = ByteBuffer.allocateDirect(UdpTrackerPackets.MAX_ANSWER);
    while (channel.isOpen()) {
      try {
        InetSocketAddress from = (InetSocketAddress) channel.receive(in.clear());
        answer(from, in.flip(), out.clear());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // What one asker's network says of an answer is nothing to the others.
        face.lost(1);
        LOG.debug("a datagram was lost: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("a request failed", e);
      }
    }
  }

  private void answer(InetSocketAddress from, ByteBuffer in, ByteBuffer out) throws IOException {
    if (from.getPort() == 0) {
      return; // nobody can be answered there
    }
    Instant now = clock.instant();
    Asker asker = askers.of(from.getAddress().getAddress(), from.getPort());
    if (!budget.take(asker.remote(), now)) {
      face.limited();
    } else if (face.answer(in, asker, out, now)) {
      channel.send(out.flip(), from);
    }
  }

  @Override
  public void stop() {
    close();
  }

  @Override
  public long dropped() {
    return 0;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("while closing: {}", e.getMessage());
    }
  }
}
