package minibit.core.swarm;

import java.util.List;

/**
 * What the user wants of a torrent.
 *
 * @param priorities one number a file, in the order of the metainfo: 0 not wanted, 1 low, 4 normal,
 *     7 high; empty: all normal
 * @param sequential pieces in order instead of rarest first
 */
public record Wishes(List<Integer> priorities, boolean sequential) {
  /** A file that is not wanted. */
  public static final int SKIP = 0;

  /** A file like any other. */
  public static final int NORMAL = 4;

  /** The highest priority. */
  public static final int HIGH = 7;

  /** Everything, rarest first. */
  public static final Wishes ALL = new Wishes(List.of(), false);

  /** Copies the list and checks its numbers. */
  public Wishes {
    priorities = List.copyOf(priorities);
    for (int priority : priorities) {
      if (priority < SKIP || priority > HIGH) {
        throw new IllegalArgumentException("not a priority: " + priority);
      }
    }
  }
}
