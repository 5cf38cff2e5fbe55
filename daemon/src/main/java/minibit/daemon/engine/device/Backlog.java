package minibit.daemon.engine.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import minibit.daemon.net.BufferPool;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one device, in bytes of the receive buffers that it holds. Once the
 * device has its share, the peers of the torrents on it are read no more until a quarter of that is
 * written: there is always something left for devices that write. Any thread.
 */
public final class Backlog {
  private final DiskShare share;
  // Blocks that wait in each buffer: one buffer has blocks of several torrents.
  private final Map<BufferPool.Lease, Integer> buffers = new HashMap<>();
  private List<Runnable> paused = new ArrayList<>();
  private volatile boolean full;
  private long goOnAt;

  /** A block that waits, and holds its buffer. */
  @FunctionalInterface
  public interface Waiting {
    /** The buffer, which may hold other blocks, too. */
    BufferPool.Lease lease();
  }

  /** Nothing waits. */
  public Backlog(DiskShare share) {
    this.share = share;
  }

  /** These are to be written. */
  public synchronized void add(List<? extends Waiting> blocks) {
    for (Waiting block : blocks) {
      if (buffers.merge(block.lease(), 1, Integer::sum) == 1) {
        share.add(block.lease().buffer().capacity());
      }
    }
    if (!full && share.isUsedUp()) {
      full = true;
      goOnAt = share.held() / 4 * 3;
    }
  }

  /** These were written, or need not be. */
  public void remove(List<? extends Waiting> blocks) {
    List<Runnable> goOn = List.of();
    synchronized (this) {
      for (Waiting block : blocks) {
        if (buffers.merge(block.lease(), -1, Backlog::sumOrNone) == null) {
          share.add(-block.lease().buffer().capacity());
        }
      }
      if (full && share.held() <= goOnAt) {
        full = false;
        goOn = paused;
        paused = new ArrayList<>();
      }
    }
    goOn.forEach(Runnable::run);
  }

  private static @Nullable Integer sumOrNone(int count, int more) {
    return count + more == 0 ? null : count + more;
  }

  /**
   * Whether more may be read of the peers of torrents on the device.
   *
   * @param whenLess run once, by whoever writes, if not
   */
  public boolean hasRoom(Runnable whenLess) {
    if (!full) {
      return true;
    }
    synchronized (this) {
      if (full) {
        paused.add(whenLess);
      }
      return !full;
    }
  }
}
