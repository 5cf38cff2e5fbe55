package minibit.daemon.engine.device;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a pool's buffers one device may hold while they wait for it: three quarters of what
 * is left of the limit by all others. A device that is alone has nearly all; of those that hang,
 * each takes less than the one before, and together they never come to more than the limit but for
 * the last buffers of each. Guarded by its owner's lock; {@code all} is shared.
 */
public final class DiskShare {
  private final long limit;
  private final AtomicLong all;
  private long held;

  /**
   * Nothing is held.
   *
   * @param limit bytes that may wait for all devices together
   * @param all what waits for all of them now
   */
  public DiskShare(long limit, AtomicLong all) {
    this.limit = limit;
    this.all = all;
  }

  /** So many bytes more wait, or fewer. */
  void add(long bytes) {
    held += bytes;
    all.addAndGet(bytes);
  }

  /** Bytes that wait for this device. */
  long held() {
    return held;
  }

  /** Whether the device may hold no more; one that holds nothing always may. */
  boolean isUsedUp() {
    long others = all.get() - held;
    return held > 0 && held >= (limit - others) / 4 * 3;
  }
}
