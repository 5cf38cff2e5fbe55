package minibit.core.session;

import java.time.Instant;
import java.util.Arrays;

/**
 * Counts bytes and tells how many came a second of late. Keeps one number a second for 20 seconds:
 * long enough to see through bursts and a rotation of unchokes, short enough to notice a change.
 * Whole numbers only, so every machine computes the same. A meter that never moved holds no array.
 */
public final class RateMeter {
  /** Seconds the usual rate looks back. */
  public static final int SECONDS = 20;

  private static final int BINS = SECONDS + 1;
  private static final long[] NONE = {};
  private static final long NANOS = 1_000_000_000L;

  private long[] bins = NONE;
  private long second;
  private long firstNanos;
  private long total;

  /** Bytes since the beginning. */
  public long total() {
    return total;
  }

  /** Counts bytes. */
  public void add(Instant now, long bytes) {
    if (bytes <= 0) {
      return;
    }
    if (bins.length == 0) {
      bins = new long[BINS];
      second = now.getEpochSecond();
      firstNanos = nanos(now);
    }
    advance(now.getEpochSecond());
    bins[bin(second)] += bytes;
    total += bytes;
  }

  /** Bytes a second over the last 20 seconds, or since the first byte. */
  public long rate(Instant now) {
    return rate(now, SECONDS);
  }

  /** Bytes a second over so many seconds, 1 to 20, or since the first byte; at least one second. */
  public long rate(Instant now, int seconds) {
    if (bins.length == 0) {
      return 0;
    }
    advance(now.getEpochSecond());
    long sum = 0;
    for (int back = 0; back <= seconds; back++) {
      sum += bins[bin(second - back)];
    }
    long age = Math.max(NANOS, nanos(now) - firstNanos);
    long span = Math.min(age, seconds * NANOS + now.getNano());
    return (long) (sum * (double) NANOS / span);
  }

  /** Bytes of the whole second that ended so many seconds ago: 1 is the one before this. */
  public long second(Instant now, int back) {
    if (bins.length == 0) {
      return 0;
    }
    advance(now.getEpochSecond());
    return bins[bin(second - back)];
  }

  private void advance(long to) {
    if (to - second >= BINS) {
      Arrays.fill(bins, 0);
      second = to;
    }
    while (second < to) {
      second++;
      bins[bin(second)] = 0;
    }
  }

  private static int bin(long second) {
    return Math.floorMod(second, BINS);
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * NANOS + at.getNano();
  }
}
