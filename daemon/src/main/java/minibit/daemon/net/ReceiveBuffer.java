package minibit.daemon.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The large buffer into which a loop reads for all its connections, one after another. Blocks that
 * wait for the disk hold it; once nobody does, it is filled from its start again and stays hot.
 */
final class ReceiveBuffer implements AutoCloseable {
  private final BufferPool pool;
  private final Runnable whenFree;
  private BufferPool.@Nullable Lease lease;
  private int position;
  private boolean waiting;

  ReceiveBuffer(BufferPool pool, Runnable whenFree) {
    this.pool = pool;
    this.whenFree = whenFree;
  }

  /**
   * A buffer with at least so much room behind {@link #position}, or null while too many bytes wait
   * for the disk.
   */
  BufferPool.@Nullable Lease room(int atLeast) {
    BufferPool.Lease current = lease;
    if (current != null && current.isSole()) {
      position = 0;
    }
    if (current != null && current.buffer().capacity() - position < atLeast) {
      current.release();
      current = null;
      lease = null;
    }
    if (current == null && !waiting) {
      current = pool.take(BufferPool.LARGEST, this::wake);
      waiting = current == null;
      lease = current;
      position = 0;
    }
    return current;
  }

  private void wake() {
    whenFree.run();
  }

  /** The pool has room again; on the loop. */
  void woken() {
    waiting = false;
  }

  /** Where free room begins. */
  int position() {
    return position;
  }

  /** Everything before here is taken. */
  void position(int taken) {
    position = taken;
  }

  /** A view of the buffer for parsing. */
  static ByteBuffer view(BufferPool.Lease lease, int from, int to) {
    return lease.buffer().duplicate().limit(to).position(from);
  }

  @Override
  public void close() {
    BufferPool.Lease current = lease;
    if (current != null) {
      current.release();
      lease = null;
    }
  }
}
