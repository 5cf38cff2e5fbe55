package minibit.daemon.net;

import java.io.IOException;
import minibit.core.mse.StreamCipher;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a connection: what waits to be sent, and since when the socket takes nothing
 * of it. On the connection's loop.
 */
final class Outlet {
  private final PeerStream channel;
  private final SendQueue queue = new SendQueue();
  private final Stall stall;
  private final long keepAlive;
  private @Nullable SealedChannel sealed;
  private long lastWrite;
  private long written;

  /** Nothing to send; quiet since {@code now}. */
  Outlet(PeerStream channel, Timeouts timeouts, long now) {
    this.channel = channel;
    this.stall = new Stall(timeouts.stall());
    this.keepAlive = timeouts.keepAlive().toNanos();
    this.lastWrite = now;
  }

  /** What waits. */
  SendQueue queue() {
    return queue;
  }

  /** From now on what is queued is encrypted; what waits already goes out as it is. */
  void encrypt(StreamCipher cipher, byte[] scratch) {
    sealed = new SealedChannel(channel, cipher, queue.takeControl(), scratch);
  }

  /** Whether the socket took less than it was given. */
  boolean isBlocked() {
    SealedChannel through = sealed;
    return queue.isBlocked() || through != null && through.hasRest();
  }

  /** Gives the socket what it takes. */
  void flush(long now) throws IOException {
    SealedChannel through = sealed;
    long count = through == null ? queue.write(channel) : flush(through);
    if (count > 0) {
      lastWrite = now;
      written += count;
    }
    stall.wrote(count, isBlocked(), now);
  }

  private long flush(SealedChannel through) throws IOException {
    long before = through.taken();
    if (through.flush()) {
      queue.write(through);
    }
    return through.taken() - before;
  }

  /** Drops what waits. */
  void clear() {
    queue.clear();
    SealedChannel through = sealed;
    if (through != null) {
      through.clear();
    }
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
