package minibit.daemon.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers under one budget, the last one given back handed out first, so that what
 * circulates stays in the processor's caches. Any thread.
 *
 * <p>The budget is the cap of bytes that wait: who gets no buffer waits until usage has fallen to
 * seven eighths, so that waiting and going on do not alternate with every buffer.
 */
public final class BufferPool {
  private static final int SMALLEST_SHIFT = 14;
  private static final int CLASSES = 7;

  /** Bytes of the largest buffer: 1 MiB. */
  public static final int LARGEST = 1 << SMALLEST_SHIFT + CLASSES - 1;

  private final long budget;
  private final List<ArrayDeque<ByteBuffer>> free = new ArrayList<>();
  private List<Runnable> waiting = new ArrayList<>();
  private volatile boolean isShort;
  private long used;
  private long pooled;

  /** A pool that has at most so many bytes out at once. */
  public BufferPool(long budget) {
    this.budget = budget;
    for (int i = 0; i < CLASSES; i++) {
      free.add(new ArrayDeque<>());
    }
  }

  /** A buffer that several hold: it goes back when the last one releases it. Any thread. */
  public static final class Lease {
    private final ByteBuffer buffer;
    private final Runnable giveBack;
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * A buffer with one holder.
     *
     * @param giveBack is run when nobody holds it any more
     */
    public Lease(ByteBuffer buffer, Runnable giveBack) {
      this.buffer = buffer;
      this.giveBack = giveBack;
    }

    /** The buffer itself, big-endian; holders who share it use their own slices. */
    public ByteBuffer buffer() {
      return buffer;
    }

    /** One more holder. */
    public void retain() {
      holders.incrementAndGet();
    }

    /** One more holder, unless the last one has let go: then false. */
    public boolean tryRetain() {
      int now = holders.get();
      while (now > 0) {
        int seen = holders.compareAndExchange(now, now + 1);
        if (seen == now) {
          return true;
        }
        now = seen;
      }
      return false;
    }

    /** One holder less. */
    public void release() {
      int left = holders.decrementAndGet();
      if (left == 0) {
        giveBack.run();
      } else if (left < 0) {
        throw new IllegalStateException("released more often than held");
      }
    }

    /** Whether the asker is the only holder. */
    public boolean isSole() {
      return holders.get() == 1;
    }
  }

  /**
   * A buffer of at least {@code size} bytes, or null while the budget is used up.
   *
   * @param size at most {@link #LARGEST}
   * @param whenFree run once, by whoever gives a buffer back, if null was returned
   */
  public synchronized @Nullable Lease take(int size, Runnable whenFree) {
    int sizeClass = classOf(size);
    int bytes = 1 << SMALLEST_SHIFT + sizeClass;
    if (used + bytes > budget) {
      waiting.add(whenFree);
      isShort = true;
      return null;
    }
    used += bytes;
    ByteBuffer buffer = free.get(sizeClass).pollLast();
    if (buffer == null) {
      shrink();
      buffer = ByteBuffer.allocateDirect(bytes);
    } else {
      pooled -= bytes;
    }
    ByteBuffer given = buffer.clear();
    return new Lease(given, () -> giveBack(sizeClass, given));
  }

  private static int classOf(int size) {
    if (size < 1 || size > LARGEST) {
      throw new IllegalArgumentException("no buffer has " + size + " bytes");
    }
    return Math.max(0, 32 - Integer.numberOfLeadingZeros(size - 1) - SMALLEST_SHIFT);
  }

  /** Lets go of pooled buffers of other sizes, so that memory stays within the budget. */
  private void shrink() {
    for (int i = CLASSES - 1; i >= 0 && used + pooled > budget; i--) {
      while (used + pooled > budget && free.get(i).pollFirst() != null) {
        pooled -= 1L << SMALLEST_SHIFT + i;
      }
    }
  }

  private void giveBack(int sizeClass, ByteBuffer buffer) {
    List<Runnable> run = List.of();
    synchronized (this) {
      int bytes = buffer.capacity();
      used -= bytes;
      pooled += bytes;
      free.get(sizeClass).addLast(buffer);
      if (!waiting.isEmpty() && used <= budget / 8 * 7) {
        run = waiting;
        waiting = new ArrayList<>();
        isShort = false;
      }
    }
    run.forEach(Runnable::run);
  }

  /** Whether somebody waits for a buffer. */
  public boolean isShort() {
    return isShort;
  }

  /** Bytes that may be out at once. */
  public long budget() {
    return budget;
  }

  /** Bytes of the budget that are not out now. */
  public synchronized long left() {
    return budget - used;
  }

  /** Bytes that are out now. */
  public synchronized long used() {
    return used;
  }
}
