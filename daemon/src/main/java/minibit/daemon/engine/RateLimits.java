package minibit.daemon.engine;

/**
 * Payload and protocol bytes a second, each direction apart.
 *
 * @param up the most we send, at least 1
 * @param down the most we read, at least 1
 */
public record RateLimits(long up, long down) {
  /** The rate that limits nothing. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** No limit either way. */
  public static final RateLimits NONE = new RateLimits(UNLIMITED, UNLIMITED);

  /** Refuses rates below one byte a second: who wants silence pauses. */
  public RateLimits {
    if (up < 1 || down < 1) {
      throw new IllegalArgumentException("rates below 1 B/s: " + up + ", " + down);
    }
  }
}
