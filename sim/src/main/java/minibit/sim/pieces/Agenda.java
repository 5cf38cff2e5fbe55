package minibit.sim.pieces;

import java.util.Arrays;

/**
 * What is to happen, in order of time and, at one time, in the order it was set. A heap over plain
 * arrays: a hundred thousand peers have as many things ahead, and millions behind them.
 */
final class Agenda {
  /** Bits of each of the three numbers that go with an event. */
  private static final int BITS = 20;

  /** The largest of those numbers. */
  static final int MOST = (1 << BITS) - 1;

  private long[] times = new long[1024];
  private long[] orders = new long[1024];
  private long[] facts = new long[1024];
  private int size;
  private long order;

  /** What is to happen: a kind from 0 to 7, and up to three numbers. */
  void at(long nanos, int kind, int a, int b, int c) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      orders = Arrays.copyOf(orders, 2 * size);
      facts = Arrays.copyOf(facts, 2 * size);
    }
    long fact = (((((long) kind << BITS) | a) << BITS) | b) << BITS | c;
    rise(size++, nanos, order++, fact);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** When the next thing happens. */
  long nextTime() {
    return times[0];
  }

  /** Takes the next thing: for the four below. */
  long next() {
    long fact = facts[0];
    size--;
    if (size > 0) {
      sink(times[size], orders[size], facts[size]);
    }
    return fact;
  }

  static int kind(long fact) {
    return (int) (fact >>> 3 * BITS);
  }

  static int a(long fact) {
    return (int) (fact >>> 2 * BITS) & MOST;
  }

  static int b(long fact) {
    return (int) (fact >>> BITS) & MOST;
  }

  static int c(long fact) {
    return (int) fact & MOST;
  }

  private void rise(int from, long time, long number, long fact) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (isBefore(times[parent], orders[parent], time, number)) {
        break;
      }
      move(parent, place);
      place = parent;
    }
    set(place, time, number, fact);
  }

  private void sink(long time, long number, long fact) {
    int place = 0;
    while (true) {
      int child = 2 * place + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size
          && isBefore(times[child + 1], orders[child + 1], times[child], orders[child])) {
        child++;
      }
      if (isBefore(time, number, times[child], orders[child])) {
        break;
      }
      move(child, place);
      place = child;
    }
    set(place, time, number, fact);
  }

  private static boolean isBefore(long time, long number, long otherTime, long otherNumber) {
    return time < otherTime || time == otherTime && number < otherNumber;
  }

  private void move(int from, int to) {
    times[to] = times[from];
    orders[to] = orders[from];
    facts[to] = facts[from];
  }

  private void set(int place, long time, long number, long fact) {
    times[place] = time;
    orders[place] = number;
    facts[place] = fact;
  }
}
