package minibit.core.announce;

import java.time.Duration;

/** The bounds within which trackers may set our pace. */
public final class Intervals {
  /** Below this a tracker would be asked more often than any swarm changes. */
  public static final Duration LEAST = Duration.ofSeconds(60);

  /** Beyond this a peer is forgotten by many trackers, and learns of nobody. */
  public static final Duration MOST = Duration.ofHours(1);

  /** When a tracker says nothing. */
  public static final Duration UNSAID = Duration.ofMinutes(30);

  private Intervals() {}

  /** A regular interval, given in seconds. */
  public static Duration regular(long seconds) {
    if (seconds <= 0) {
      return UNSAID;
    }
    return Duration.ofSeconds(Math.clamp(seconds, LEAST.toSeconds(), MOST.toSeconds()));
  }

  /** A minimal interval, given in seconds: at least nothing, at most {@link #MOST}. */
  public static Duration minimal(long seconds) {
    return Duration.ofSeconds(Math.clamp(seconds, 0, MOST.toSeconds()));
  }
}
