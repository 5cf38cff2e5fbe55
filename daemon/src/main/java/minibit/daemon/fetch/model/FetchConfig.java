package minibit.daemon.fetch.model;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How transfers are run.
 *
 * @param store file in which they are kept, made if missing
 * @param downloads folder for what is fetched, unless told otherwise; made when first needed
 * @param atOnce transfers that download at one time: others wait for their turn
 * @param askEvery how often the tracker is asked for holders of what is incomplete
 * @param reportEvery pieces are reported on change and at most this often
 * @param keepIdle how long a finished transfer goes on without peers before others find the file
 *     only through the shares
 * @param followEvery how often followed queries are asked again
 */
public record FetchConfig(
    Path store,
    Path downloads,
    int atOnce,
    Duration askEvery,
    Duration reportEvery,
    Duration keepIdle,
    Duration followEvery) {
  /** Enough to fill any line with small files; few enough to finish some soon. */
  public static final int AT_ONCE = 8;

  /** Refuses numbers that cannot work. */
  public FetchConfig {
    if (atOnce < 1) {
      throw new IllegalArgumentException("at least one transfer at once: " + atOnce);
    }
  }

  /** The usual: holders every 20 s, pieces every 5 s, queries every 15 s. */
  public static FetchConfig of(Path store, Path downloads) {
    return new FetchConfig(
        store,
        downloads,
        AT_ONCE,
        Duration.ofSeconds(20),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(15));
  }

  /** Where these options put things. */
  public Path folder(GetOptions options) {
    return options.out().orElse(downloads).toAbsolutePath().normalize();
  }

  /** The same with so many downloads at one time. */
  public FetchConfig withAtOnce(int number) {
    return new FetchConfig(store, downloads, number, askEvery, reportEvery, keepIdle, followEvery);
  }

  /** The same with other intervals. */
  public FetchConfig withIntervals(Duration ask, Duration report, Duration idle, Duration follow) {
    return new FetchConfig(store, downloads, atOnce, ask, report, idle, follow);
  }
}
