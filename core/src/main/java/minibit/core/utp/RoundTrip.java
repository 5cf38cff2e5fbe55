package minibit.core.utp;

/** How long answers take, and how long to wait for one (BEP 29). Microseconds; one owner. */
final class RoundTrip {
  /** Before anything was measured. */
  static final long FIRST_TIMEOUT = 1_000_000;

  /** No answer is given up sooner. */
  static final long MIN_TIMEOUT = 500_000;

  /** Doubling ends here: a link that comes back is noticed. */
  static final long MAX_TIMEOUT = 16_000_000;

  private long mean;
  private long variance;
  private boolean measured;
  private int doubled;

  /** An answer to a packet that was sent once. */
  void took(long micros) {
    if (!measured) {
      measured = true;
      mean = micros;
      variance = micros / 2;
    } else {
      variance += (Math.abs(mean - micros) - variance) / 4;
      mean += (micros - mean) / 8;
    }
  }

  /** Nothing came in time: the next wait is twice as long. */
  void expired() {
    doubled = Math.min(doubled + 1, 6);
  }

  /** Something new was acknowledged. */
  void answered() {
    doubled = 0;
  }

  long timeout() {
    long once = measured ? Math.max(MIN_TIMEOUT, mean + 4 * variance) : FIRST_TIMEOUT;
    return Math.min(MAX_TIMEOUT, once << doubled);
  }
}
