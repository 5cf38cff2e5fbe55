package minibit.sim.world;

/** How long bytes take, and how many may be under way. */
final class Links {
  /** The least a connection may have under way: four blocks, as a small TCP window. */
  private static final long LEAST_WINDOW = 64 * 1024;

  /** The most, as default limits of socket buffers have it. */
  private static final long MOST_WINDOW = 4 * 1024 * 1024;

  private static final long SECOND = 1_000_000_000L;

  private Links() {}

  /** Nanoseconds that so many bytes take. */
  static long nanos(long bytes, long rate) {
    return bytes * SECOND / rate;
  }

  /** Bytes a connection may have under way: twice what fills the path, as TCP finds it. */
  static long window(long up, long down, long roundTripNanos) {
    double path = (double) Math.min(up, down) * roundTripNanos / SECOND;
    return (long) Math.clamp(2 * path, LEAST_WINDOW, MOST_WINDOW);
  }
}
