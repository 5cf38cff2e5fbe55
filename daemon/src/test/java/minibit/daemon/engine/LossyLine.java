package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.core.id.PeerAddress;

/** A UDP port that leads to another one on loopback and loses packets both ways. No TCP there. */
final class LossyLine implements AutoCloseable {
  private final DatagramChannel front;
  private final InetSocketAddress target;
  private final int lostOfHundred;
  private final Random chance = new Random(7);
  private final Map<SocketAddress, DatagramChannel> backs = new ConcurrentHashMap<>();
  private final AtomicInteger lost = new AtomicInteger();

  LossyLine(InetSocketAddress target, int lostOfHundred) throws IOException {
    this.target = target;
    this.lostOfHundred = lostOfHundred;
    this.front = bound();
    Thread.ofPlatform().daemon().start(() -> pump(front, null));
  }

  private static DatagramChannel bound() throws IOException {
    return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  PeerAddress address() throws IOException {
    InetSocketAddress at = (InetSocketAddress) front.getLocalAddress();
    return PeerAddress.of(at.getAddress().getAddress(), at.getPort());
  }

  int lost() {
    return lost.get();
  }

  private void pump(DatagramChannel from, @org.jspecify.annotations.Nullable SocketAddress to) {
    ByteBuffer buffer = ByteBuffer.allocate(65_536);
    try {
      while (true) {
        buffer.clear();
        SocketAddress sender = from.receive(buffer);
        buffer.flip();
        boolean drop;
        synchronized (chance) {
          drop = chance.nextInt(100) < lostOfHundred;
        }
        if (drop) {
          lost.incrementAndGet();
        } else if (to != null) {
          front.send(buffer, to);
        } else {
          back(sender).send(buffer, target);
        }
      }
    } catch (ClosedChannelException e) {
      // The test is over.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private DatagramChannel back(SocketAddress sender) throws IOException {
    DatagramChannel known = backs.get(sender);
    if (known == null) {
      DatagramChannel made = bound();
      backs.put(sender, made);
      Thread.ofPlatform().daemon().start(() -> pump(made, sender));
      known = made;
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    front.close();
    for (DatagramChannel back : backs.values()) {
      back.close();
    }
  }
}
