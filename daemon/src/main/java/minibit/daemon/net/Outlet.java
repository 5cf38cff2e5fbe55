package minibit.daemon.net;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * The sending side of a connection: what waits to be sent, and since when the socket takes nothing
 * of it. On the connection's loop.
 */
final class Outlet {
  private final SocketChannel channel;
  private final SendQueue queue = new SendQueue();
  private final Stall stall;
  private final long keepAlive;
  private long lastWrite;
  private long written;

  /** Nothing to send; quiet since {@code now}. */
  Outlet(SocketChannel channel, Timeouts timeouts, long now) {
    this.channel = channel;
    this.stall = new Stall(timeouts.stall());
    this.keepAlive = timeouts.keepAlive().toNanos();
    this.lastWrite = now;
  }

  /** What waits. */
  SendQueue queue() {
    return queue;
  }

  /** Gives the socket what it takes. */
  void flush(long now) throws IOException {
    long count = queue.write(channel);
    if (count > 0) {
      lastWrite = now;
      written += count;
    }
    stall.wrote(count, queue.isBlocked(), now);
  }

  /** Whether the peer has taken nothing, or next to nothing, for longer than we wait. */
  boolean isStalled(long now) {
    return stall.isOver(now);
  }

  /** Whether the peer has heard nothing for so long that it may take us for gone. */
  boolean isQuiet(long now) {
    return now - lastWrite > keepAlive;
  }

  /** Bytes that the socket took. */
  long written() {
    return written;
  }
}
