package minibit.daemon.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import minibit.core.id.PeerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for datagrams on some sockets and reads them, so many of each in a turn. What is empty, too
 * long, or from somebody who is not heard is dropped without a word. One thread, but for {@link
 * #wake}; the sockets are their owner's to close.
 */
public final class DatagramIntake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatagramIntake.class);

  /** Datagrams read of one socket before the other things have their turn. */
  private static final int PER_TURN = 64;

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer;
  private final Predicate<InetSocketAddress> heard;

  /**
   * No sockets.
   *
   * @param longest bytes of a datagram that is read
   * @param heard whose datagrams are read; asked about ports over 0 alone
   */
  public DatagramIntake(int longest, Predicate<InetSocketAddress> heard) throws IOException {
    this.buffer = ByteBuffer.allocateDirect(longest + 1);
    this.heard = heard;
  }

  /** Reads this one too, which does not block, until it is closed. */
  public void add(DatagramChannel channel) throws IOException {
    channel.register(selector, SelectionKey.OP_READ);
  }

  /** Waits for datagrams, at most so long, and reads some; of 0 or less it does not wait. */
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
        boolean fits = buffer.position() > 0 && buffer.hasRemaining();
        if (fits && from.getPort() > 0 && heard.test(from)) {
          byte[] packet = new byte[buffer.flip().remaining()];
          buffer.get(packet);
          taker.accept(PeerAddress.of(from.getAddress().getAddress(), from.getPort()), packet);
        }
      } catch (IOException e) {
        // Somebody we wrote to is not there, or the line is down: the next one may be.
        LOG.debug("reading a datagram failed", e);
        return;
      }
    }
  }

  /** Ends the wait for datagrams. Any thread. */
  public void wake() {
    selector.wakeup();
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("while closing", e);
    }
  }
}
