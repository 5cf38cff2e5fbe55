package minibit.daemon.fetch.store;

import java.util.Optional;
import minibit.daemon.share.scan.Stamp;

/**
 * A file that a transfer made, as it looked when it was last seen: what looks otherwise is somebody
 * else's by now, whatever its name.
 *
 * @param path below the place of the transfer; empty: the place itself
 * @param modified time of its last change, nanoseconds since 1970; empty while it is written
 */
public record OwnFile(String path, long size, Optional<Long> modified, long inode) {
  /**
   * A file as it looks now.
   *
   * @param settled whether nothing is written to it any more
   */
  public static OwnFile of(String path, Stamp now, boolean settled) {
    return new OwnFile(
        path, now.size(), settled ? Optional.of(now.modified()) : Optional.empty(), now.inode());
  }

  /** Whether it is still the same file, as far as is known of it. */
  public boolean fits(Stamp now) {
    return isIn(now) && modified.filter(time -> time != now.modified()).isEmpty();
  }

  /** Whether it is the same file, which may have been written to. */
  public boolean isIn(Stamp now) {
    return size == now.size() && inode == now.inode();
  }
}
