package minibit.core.utp;

import java.util.Arrays;

/**
 * How long packets wait in queues on their way (RFC 6817): what one took beyond the quickest of the
 * last two minutes. The two clocks need not agree, and their 32 bits of microseconds go round. One
 * owner.
 */
final class DelayHistory {
  /** The quickest is kept for each minute. */
  private static final long MINUTE = 60_000_000;

  /** The running minute and two whole ones. */
  private static final int MINUTES = 3;

  /** The least of so many is believed, so that one late packet slows nobody. */
  private static final int FILTER = 4;

  private final int[] quickest = new int[MINUTES];
  private final int[] recent = new int[FILTER];
  private int minutes;
  private int samples;
  private long begun;

  /** One measure; says how many microseconds packets queue now. */
  long queueing(int sample, long now) {
    if (minutes == 0) {
      minutes = 1;
      quickest[0] = sample;
      begun = now;
    } else if (now - begun >= MINUTE) {
      System.arraycopy(quickest, 0, quickest, 1, MINUTES - 1);
      quickest[0] = sample;
      minutes = Math.min(MINUTES, minutes + 1);
      begun = now;
    } else if (sample - quickest[0] < 0) {
      quickest[0] = sample;
    }
    if (samples == 0) {
      Arrays.fill(recent, sample);
    }
    recent[samples++ & FILTER - 1] = sample;
    int base = quickest[0];
    for (int i = 1; i < minutes; i++) {
      base = quickest[i] - base < 0 ? quickest[i] : base;
    }
    int least = Integer.MAX_VALUE;
    for (int one : recent) {
      least = Math.min(least, Math.max(0, one - base));
    }
    return least;
  }
}
