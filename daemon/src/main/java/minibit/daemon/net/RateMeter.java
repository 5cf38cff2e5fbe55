package minibit.daemon.net;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that passed in all, and per second over the last few. Any thread may add. */
public final class RateMeter {
  /** The rate follows a change within about this time. */
  private static final double MEMORY_SECONDS = 3;

  private final AtomicLong total = new AtomicLong();
  private long lastTotal;
  private long lastNanos;
  private double rate;

  /** A meter begun at this time of the monotonic clock. */
  public RateMeter(long nanos) {
    lastNanos = nanos;
  }

  /** These bytes passed. */
  public void add(long bytes) {
    total.addAndGet(bytes);
  }

  /** Bytes so far. */
  public long total() {
    return total.get();
  }

  /** Bytes a second, smoothed over the time since the last questions. */
  public synchronized long rate(long nanos) {
    double seconds = (nanos - lastNanos) / 1e9;
    if (seconds >= 0.1) {
      long now = total.get();
      double current = (now - lastTotal) / seconds;
      double weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
      rate += (current - rate) * weight;
      lastTotal = now;
      lastNanos = nanos;
    }
    return Math.round(rate);
  }
}
