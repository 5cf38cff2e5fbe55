package minibit.daemon.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets so many bytes a second through, at any thread's asking. Unused allowance is kept for a
 * quarter of a second, so that a burst after silence stays small.
 */
public final class TokenBucket {
  /** The rate that limits nothing. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final long SECOND = 1_000_000_000L;

  /** How much allowance piles up: 250 ms of it, yet room for one block. */
  private static final long BURST = SECOND / 4;

  private static final long LEAST_BURST_BYTES = 16 * 1024 + 13;

  private final AtomicLong tokens = new AtomicLong();
  private final AtomicLong filled;
  private volatile long rate;

  /** A bucket of this many bytes a second, empty at this time of the monotonic clock. */
  public TokenBucket(long rate, long nanos) {
    this.rate = rate;
    this.filled = new AtomicLong(nanos);
  }

  /** Changes the rate. */
  public void setRate(long bytesPerSecond) {
    rate = bytesPerSecond;
  }

  /** Whether it limits at all. */
  public boolean isLimited() {
    return rate != UNLIMITED;
  }

  /** How many of {@code wanted} bytes may pass now; does not take them. */
  public long available(long wanted, long nanos) {
    if (!isLimited()) {
      return wanted;
    }
    fill(nanos);
    return Math.max(0, Math.min(wanted, tokens.get()));
  }

  /** Takes bytes that passed; the bucket may go below empty, and then rests. */
  public void take(long bytes) {
    if (isLimited()) {
      tokens.addAndGet(-bytes);
    }
  }

  private void fill(long nanos) {
    long before = filled.get();
    long elapsed = nanos - before;
    long now = rate;
    if (elapsed <= 0 || now == UNLIMITED) {
      return;
    }
    // At most a second at once: the product stays far from overflow at any sane rate.
    double gained = (double) Math.min(elapsed, SECOND) / SECOND * now;
    if (gained < 1 || !filled.compareAndSet(before, nanos)) {
      return;
    }
    long most = Math.max((long) ((double) BURST / SECOND * now), LEAST_BURST_BYTES);
    tokens.updateAndGet(held -> Math.min(held + (long) gained, most));
  }
}
