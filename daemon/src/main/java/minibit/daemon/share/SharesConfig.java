package minibit.daemon.share;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How shares are kept.
 *
 * @param store the database of what is known, {@code shares.db} in the home; made if missing
 * @param home the daemon's own folder: nothing in it is shared, but what is fetched into {@code
 *     downloads}
 * @param downloads where fetched files land: shared file by file as they are adopted, never scanned
 * @param threads how many hash at once; while transfers run, half of them
 * @param quiet how long a file must not have changed before it is hashed
 * @param rescan time between two looks at everything; what the watch tells is looked at at once
 * @param ignore patterns of what to leave out, as in {@code .minibitignore}; after the built-in
 *     ones
 */
public record SharesConfig(
    Path store,
    Path home,
    Path downloads,
    int threads,
    Duration quiet,
    Duration rescan,
    List<String> ignore) {
  /** A file that was not written to for a second is whole in nearly every case. */
  public static final Duration QUIET = Duration.ofSeconds(1);

  /** Two hundred thousand files take a second or two to look at. */
  public static final Duration RESCAN = Duration.ofMinutes(10);

  /** Checks the numbers. */
  public SharesConfig {
    store = store.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
    downloads = downloads.toAbsolutePath().normalize();
    ignore = List.copyOf(ignore);
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads);
    }
    if (quiet.isNegative() || rescan.isNegative() || rescan.isZero()) {
      throw new IllegalArgumentException("quiet: " + quiet + ", rescan: " + rescan);
    }
  }

  /** The defaults: all cores, a second of quiet, a rescan every ten minutes. */
  public static SharesConfig of(Path home, Path downloads) {
    return new SharesConfig(
        home.resolve("shares.db"),
        home,
        downloads,
        Runtime.getRuntime().availableProcessors(),
        QUIET,
        RESCAN,
        List.of());
  }

  /** The same with these patterns. */
  public SharesConfig withIgnore(List<String> patterns) {
    return new SharesConfig(store, home, downloads, threads, quiet, rescan, patterns);
  }

  /** The same with this many threads. */
  public SharesConfig withThreads(int count) {
    return new SharesConfig(store, home, downloads, count, quiet, rescan, ignore);
  }

  /** The same with these times. */
  public SharesConfig withTimes(Duration quietTime, Duration rescanTime) {
    return new SharesConfig(store, home, downloads, threads, quietTime, rescanTime, ignore);
  }
}
