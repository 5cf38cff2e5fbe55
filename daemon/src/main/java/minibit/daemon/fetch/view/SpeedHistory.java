package minibit.daemon.fetch.view;

import java.util.ArrayList;
import java.util.List;

/**
 * The speeds of the last ten minutes, second by second. Takes memory only while there is something
 * to remember. Only the owner's thread.
 */
final class SpeedHistory {
  /** Ten minutes: what a graph of one transfer shows. */
  static final int SECONDS = 600;

  private static final int[] NOTHING = {};

  private int[] down = NOTHING;
  private int[] up = NOTHING;

  /** The last second written. */
  private long last;

  /** The speeds of a second; seconds that were left out in between were silent. */
  void add(long second, long downRate, long upRate) {
    if (down.length == 0) {
      if (downRate == 0 && upRate == 0) {
        return;
      }
      down = new int[SECONDS];
      up = new int[SECONDS];
      last = second - 1;
    }
    if (second <= last) {
      return;
    }
    silence(second - 1);
    int at = (int) (second % SECONDS);
    down[at] = clamped(downRate);
    up[at] = clamped(upRate);
    last = second;
  }

  /** Lets the memory go once nothing of the last ten minutes is in it. */
  void rest(long second) {
    if (down.length > 0 && second - last > SECONDS) {
      down = NOTHING;
      up = NOTHING;
    }
  }

  /** Whether there is nothing to remember. */
  boolean isEmpty() {
    return down.length == 0;
  }

  private void silence(long until) {
    for (long second = Math.max(last + 1, until - SECONDS + 1); second <= until; second++) {
      int at = (int) (second % SECONDS);
      down[at] = 0;
      up[at] = 0;
    }
    last = Math.max(last, until);
  }

  private static int clamped(long rate) {
    return (int) Math.min(Integer.MAX_VALUE, rate);
  }

  /** Bytes a second received, the oldest second first, up to {@code second}. */
  List<Long> down(long second) {
    return series(down, second);
  }

  /** The same, sent. */
  List<Long> up(long second) {
    return series(up, second);
  }

  private List<Long> series(int[] of, long second) {
    List<Long> series = new ArrayList<>(SECONDS);
    for (long at = second - SECONDS + 1; at <= second; at++) {
      boolean known = of.length > 0 && at <= last && at > last - SECONDS;
      series.add(known ? (long) of[(int) (at % SECONDS)] : 0L);
    }
    return series;
  }
}
