package minibit.daemon.engine;

import minibit.core.piece.Block;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.PeerConnection;

/**
 * How one peer takes what it is sent: judges whether it reads, and so how much is read from the
 * disk for it at once, and when it must give back what it holds. On the connection's loop.
 */
final class UploadPace {
  /** Bytes read at once for a peer of which nothing is known. */
  private static final int FIRST_CHUNK = 128 * 1024;

  private static final int LEAST_CHUNK = Block.SIZE;

  /** Bytes read at once for any peer while somebody waits for a buffer. */
  private static final int SHORT_CHUNK = 64 * 1024;

  /** A chunk that lasts longer than this is too large for the peer: others wait for buffers. */
  private static final long LONG_NANOS = 500_000_000L;

  /** How long is looked what a peer takes. */
  private static final long WINDOW_NANOS = 1_000_000_000L;

  /** In so many windows a peer must take what it holds while others wait for buffers. */
  private static final int WINDOWS = 2;

  private int chunk = FIRST_CHUNK;
  private boolean resting;
  private long lastRead;
  private long written;
  private long movedAt;
  private long windowBegan;
  private long windowWritten;

  /** Of a peer that was sent nothing yet. */
  UploadPace(long now) {
    lastRead = now;
    movedAt = now;
    windowBegan = now;
  }

  /** Looks whether the peer took something since. */
  void look(PeerConnection connection) {
    if (connection.written() != written) {
      written = connection.written();
      movedAt = System.nanoTime();
    }
    resting &= connection.isBlocked();
  }

  /** Whether the peer gave back what it held, and has not taken the rest yet. */
  boolean isResting() {
    return resting;
  }

  /**
   * Whether the peer may have more in memory than what it has not taken yet.
   *
   * @param isShort whether somebody waits for a buffer
   */
  boolean isReading(PeerConnection connection, boolean isShort) {
    return !connection.isBlocked()
        || !resting && !isShort && System.nanoTime() - movedAt < LONG_NANOS;
  }

  /** Bytes to read at once. */
  int chunk(boolean isShort) {
    return isShort ? Math.min(chunk, SHORT_CHUNK) : chunk;
  }

  /** Peers that empty the queue quickly get larger reads, slow ones smaller. */
  void adapt(PeerConnection connection) {
    long now = System.nanoTime();
    if (now - lastRead > LONG_NANOS) {
      chunk = Math.max(LEAST_CHUNK, chunk / 2);
    } else if (connection.queuedPayload() == 0) {
      chunk = Math.min(BufferPool.LARGEST, chunk * 2);
    }
    lastRead = now;
  }

  /** Once a window: whether the peer is to give back what it holds, for it does not take it. */
  boolean givesBack(PeerConnection connection, long now, boolean isShort) {
    if (now - windowBegan < WINDOW_NANOS) {
      return false;
    }
    long moved = connection.written() - windowWritten;
    windowBegan = now;
    windowWritten = connection.written();
    if (!isShort || !connection.isBlocked() || WINDOWS * moved >= connection.queuedPayload()) {
      return false;
    }
    resting = true;
    chunk = LEAST_CHUNK;
    return true;
  }
}
