package minibit.daemon.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import minibit.daemon.net.BufferPool;
import org.jspecify.annotations.Nullable;

/**
 * What of one torrent waits for its disk, in bytes of the receive buffers that it holds. A torrent
 * may hold as much as is left for others; then its peers are read no more until a quarter of that
 * is written. So one torrent on a disk that hangs holds a third of the buffers, two hold half, and
 * there is always something left for those whose disks write: a part is kept for torrents of which
 * little waits, as halves of halves soon come to nothing. Any thread.
 */
final class Backlog {
  /**
   * Eighths of all buffers that nobody may have of whom much waits: with them taken by disks that
   * hang, the others would still reach the level at which the pool goes on after a shortage.
   */
  private static final int RESERVED = 3;

  private final BufferPool pool;
  // Blocks that wait in each buffer: one buffer has blocks of several torrents.
  private final Map<BufferPool.Lease, Integer> buffers = new HashMap<>();
  private List<Runnable> paused = new ArrayList<>();
  private volatile boolean full;
  private long held;
  private long goOnAt;

  /**
   * Nothing waits.
   *
   * @param pool where the buffers come from
   */
  Backlog(BufferPool pool) {
    this.pool = pool;
  }

  /** These are to be written. */
  synchronized void add(List<PieceAssembler.Pending> blocks) {
    for (PieceAssembler.Pending block : blocks) {
      if (buffers.merge(block.lease(), 1, Integer::sum) == 1) {
        held += block.lease().buffer().capacity();
      }
    }
    if (!full && held >= pool.left() - pool.budget() / 8 * RESERVED) {
      full = true;
      goOnAt = held / 4 * 3;
    }
  }

  /** These were written, or need not be. */
  void remove(List<PieceAssembler.Pending> blocks) {
    List<Runnable> goOn = List.of();
    synchronized (this) {
      for (PieceAssembler.Pending block : blocks) {
        if (buffers.merge(block.lease(), -1, Backlog::sumOrNone) == null) {
          held -= block.lease().buffer().capacity();
        }
      }
      if (full && held <= goOnAt) {
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
   * Whether more may be read of the torrent's peers.
   *
   * @param whenLess run once, by whoever writes, if not
   */
  boolean hasRoom(Runnable whenLess) {
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
