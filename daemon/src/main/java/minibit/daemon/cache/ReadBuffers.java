package minibit.daemon.cache;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Buffers that runs are read into, as the system reads best into one stretch of memory. There are
 * as many as threads that read at the same moment. Any thread.
 */
final class ReadBuffers {
  private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>();

  /**
   * A buffer with this limit, for as long as one read takes.
   *
   * @param bytes at most {@link BlockCache#RUN}
   */
  ByteBuffer take(int bytes) {
    ByteBuffer buffer = free.pollFirst();
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(BlockCache.RUN);
    }
    return buffer.clear().limit(bytes);
  }

  void giveBack(ByteBuffer buffer) {
    free.addFirst(buffer);
  }
}
