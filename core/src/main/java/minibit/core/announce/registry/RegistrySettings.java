package minibit.core.announce.registry;

import java.time.Duration;

/**
 * What a tracker asks of its peers.
 *
 * @param interval between regular announces, 1 second to 1 hour
 * @param round of cleaning; who pings and misses two of them is gone
 * @param blocks out of which a newcomer that names no torrent is given some
 */
public record RegistrySettings(
    Duration interval, Duration round, int blocks, RegistryLimits limits) {
  /**
   * Five minutes: long enough for stock clients, some of which never announce more often, and short
   * enough that the crashed are soon forgotten.
   */
  public static final RegistrySettings DEFAULTS =
      new RegistrySettings(
          Duration.ofMinutes(5), Duration.ofSeconds(15), 50, RegistryLimits.DEFAULTS);

  private static final Duration MOST_EAGER = Duration.ofSeconds(20);

  /** Checks ranges. */
  public RegistrySettings {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("interval: " + interval);
    }
    if (round.isNegative() || round.isZero()) {
      throw new IllegalArgumentException("round: " + round);
    }
    if (blocks < 1 || blocks > limits.blocks()) {
      throw new IllegalArgumentException("blocks: " + blocks);
    }
  }

  /** The same with another interval. */
  public RegistrySettings withInterval(Duration other) {
    return new RegistrySettings(other, round, blocks, limits);
  }

  /** The same with another number of blocks. */
  public RegistrySettings withBlocks(int other) {
    return new RegistrySettings(interval, round, other, limits);
  }

  /**
   * The pause below which nobody may ask again. Low, so that a download without peers can ask twice
   * a minute.
   */
  public Duration minInterval() {
    return interval.compareTo(MOST_EAGER) < 0 ? interval : MOST_EAGER;
  }

  /** How long a peer is kept that announced and then fell silent: the interval and some slack. */
  Duration announceLife() {
    long slack = Math.clamp(interval.toSeconds() / 10, 2, 60);
    return interval.plusSeconds(slack);
  }

  /** How long a peer is kept that pinged and then fell silent. */
  Duration pingLife() {
    return round.multipliedBy(2);
  }
}
