package minibit.daemon.tracker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
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
  private final SocketTurns turns;
  private final ByteBuffer in = ByteBuffer.allocateDirect(UdpTrackerPackets.MAX_REQUEST);
  private final ByteBuffer out = ByteBuffer.allocateDirect(UdpTrackerPackets.MAX_ANSWER);

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
    this.turns = new SocketTurns(face::failed);
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
    turns.run(this::turn);
  }

  private void turn() throws IOException {
    InetSocketAddress from = (InetSocketAddress) channel.receive(in.clear());
    if (from.getPort() == 0) {
      return; // nobody can be answered there
    }
    try {
      if (answer(from)) {
        send(from);
      }
    } catch (RuntimeException e) {
      LOG.error("a request failed", e);
    }
  }

  private boolean answer(InetSocketAddress from) {
    Instant now = clock.instant();
    Asker asker = askers.of(from.getAddress().getAddress(), from.getPort());
    if (!budget.take(asker.remote(), now)) {
      face.limited();
      return false;
    }
    return face.answer(in.flip(), asker, out.clear(), now);
  }

  private void send(InetSocketAddress to) {
    try {
      channel.send(out.flip(), to);
    } catch (IOException e) {
      // What one asker's network says of an answer is nothing to the others.
      face.lost(1);
      LOG.debug("an answer was lost: {}", e.getMessage());
    }
  }

  @Override
  public void stop() {
    turns.stop();
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
