package minibit.daemon.net;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that passed in all, and per second over the last few. Any thread may add. */
public final class RateMeter {
  /** The rate follows a change within about this time. */
  private static final double MEMORY_SECONDS = 3;

  /** What decays is not shown for ever: after so long without a byte the rate is none. */
  private static final long STILL_NANOS = 10_000_000_000L;

  private final AtomicLong total = new AtomicLong();
  private long lastTotal;
  private long lastNanos;
  private long movedNanos;
  private double rate;

  /** A meter begun at this time of the monotonic clock. */
  public RateMeter(long nanos) {
    lastNanos = nanos;
    movedNanos = nanos;
  }

  /** These bytes passed. */
  public void add(long bytes) {
    total.addAndGet(bytes);
  }

  /** Bytes so far. */
  public long total() {
    return total.get();
  }

  /**
   * Bytes a second, smoothed over the time since the last questions; 0 once nothing passed for ten
   * seconds.
   */
  public synchronized long rate(long nanos) {
    double seconds = (nanos - lastNanos) / 1e9;
    if (seconds >= 0.1) {
      long now = total.get();
      double current = (now - lastTotal) / seconds;
      double weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
      movedNanos = now == lastTotal ? movedNanos : nanos;
      boolean still = nanos - movedNanos >= STILL_NANOS;
      rate = still ? 0 : rate + (current - rate) * weight;
      lastTotal = now;
      lastNanos = nanos;
    }
    return Math.round(rate);
  }
}
