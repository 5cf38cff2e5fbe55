package minibit.daemon.member;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets each source do so many things a second. An IPv6 /64 is one source: whoever has one has all
 * of it. Remembers the sources heard last, at most {@link #SOURCES}. Safe for threads.
 */
final class RateLimiter {
  /** More sources than members; a forger of sources only makes the limiter forget. */
  private static final int SOURCES = 8192;

  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private final Map<Source, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Bucket> eldest) {
          return size() > SOURCES;
        }
      };

  private record Source(long high, int low) {
    static Source of(InetAddress address) {
      byte[] bytes = address.getAddress();
      return bytes.length == 4
          ? new Source(0, Arrays.hashCode(bytes))
          : new Source(java.nio.ByteBuffer.wrap(bytes).getLong(), 1);
    }
  }

  private static final class Bucket {
    private double left;
    private long filled;
  }

  /** So many a second, and so many at once after a silence. */
  RateLimiter(int perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /** Whether one more is allowed now, and counts it if so. */
  synchronized boolean allows(InetAddress source, long nanos) {
    Bucket bucket =
        buckets.computeIfAbsent(
            Source.of(source),
            s -> {
              Bucket fresh = new Bucket();
              fresh.left = burst;
              fresh.filled = nanos;
              return fresh;
            });
    bucket.left = Math.min(burst, bucket.left + (nanos - bucket.filled) / NANOS * perSecond);
    bucket.filled = nanos;
    if (bucket.left < 1) {
      return false;
    }
    bucket.left -= 1;
    return true;
  }
}
