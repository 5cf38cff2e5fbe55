package minibit.daemon.engine.device;

import java.util.ArrayList;
import java.util.List;
import minibit.daemon.net.BufferPool;
import org.jspecify.annotations.Nullable;

/**
 * Buffers to read into from one device. Those of reads under way are counted: a device that hangs
 * holds its share, and what is left is for others. Once it is read, what a buffer holds waits for
 * peers, not for the disk. Any thread.
 */
public final class ReadRoom {
  private final BufferPool pool;
  private final DiskShare share;
  private List<Runnable> waiting = new ArrayList<>();
  private long goOnAt;

  /**
   * No read is under way.
   *
   * @param pool buffers of all devices
   */
  public ReadRoom(BufferPool pool, DiskShare share) {
    this.pool = pool;
    this.share = share;
  }

  /**
   * A buffer to read into, or null if the device has its share under way, or the pool is used up.
   *
   * @param size at most {@link BufferPool#LARGEST}
   * @param whenFree run once, by whoever makes room, if null was returned
   */
  public synchronized BufferPool.@Nullable Lease take(int size, Runnable whenFree) {
    if (share.isUsedUp()) {
      if (waiting.isEmpty()) {
        goOnAt = share.held() / 4 * 3;
      }
      waiting.add(whenFree);
      return null;
    }
    BufferPool.Lease lease = pool.take(size, whenFree);
    if (lease != null) {
      share.add(lease.buffer().capacity());
    }
    return lease;
  }

  /** The read into this buffer ended, well or not; to be called while the lease is held. */
  public void ended(BufferPool.Lease lease) {
    List<Runnable> goOn = List.of();
    synchronized (this) {
      share.add(-lease.buffer().capacity());
      if (!waiting.isEmpty() && share.held() <= goOnAt) {
        goOn = waiting;
        waiting = new ArrayList<>();
      }
    }
    goOn.forEach(Runnable::run);
  }

  /** Whether somebody waits for a buffer of the pool. */
  public boolean isShort() {
    return pool.isShort();
  }
}
