package minibit.daemon.share.hash;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How fast work is done, smoothed over some ten seconds of work. Not for threads. */
final class Pace {
  /** Shorter looks say little. */
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(500);

  /** The weight of a look of half a second. */
  private static final double WEIGHT = 0.1;

  /** Longer estimates are of no use to anybody. */
  private static final double MAX_SECONDS = Duration.ofDays(365).toSeconds();

  private long lastTime;
  private long lastDone;
  private boolean working;
  private double perNano;

  /** What was done until now, and whether there is more. */
  void sample(long now, long done, boolean busy) {
    if (!working) {
      lastTime = now;
      lastDone = done;
      working = busy;
      return;
    }
    long elapsed = now - lastTime;
    if (elapsed < LOOK) {
      return;
    }
    double seen = (double) (done - lastDone) / elapsed;
    double looks = (double) elapsed / LOOK;
    double keep = perNano == 0 ? 0 : Math.pow(1 - WEIGHT, looks);
    perNano = keep * perNano + (1 - keep) * seen;
    lastTime = now;
    lastDone = done;
    working = busy;
  }

  /** Time for that much; null if nothing is known yet. */
  @Nullable Duration left(long work) {
    if (perNano <= 0) {
      return null;
    }
    double seconds = Math.min(MAX_SECONDS, work / perNano / 1e9);
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
