package minibit.daemon.engine;

import java.time.Duration;

/**
 * Who finds torrents that peers ask for, and how much of that is done at once.
 *
 * @param finder is asked
 * @param idle how long a found torrent may be without a peer before it is dropped
 * @param asking questions to the finder at one time
 * @param waiting connections that may wait for an answer, of all torrents; as many names may be
 *     looked for or opened at one time
 * @param refused how long a name that was not found is not asked for again
 */
public record FinderSettings(
    TorrentFinder finder, Duration idle, int asking, int waiting, Duration refused) {
  /** A peer that choked us out or lost its way comes back within this time. */
  public static final Duration IDLE = Duration.ofSeconds(60);

  /** Each question may cost a look into a store, or a question to another machine. */
  public static final int ASKING = 4;

  /** Half of the connections that may shake hands at one time: others get in as well. */
  public static final int WAITING = 32;

  /** Short, for the file may be registered the next moment; long enough to stop a storm. */
  public static final Duration REFUSED = Duration.ofSeconds(3);

  /** Nothing is found. */
  public static final FinderSettings NONE = of(TorrentFinder.NOTHING);

  /** Refuses numbers that cannot work. */
  public FinderSettings {
    if (asking < 1 || waiting < 1 || idle.isNegative() || idle.isZero() || refused.isNegative()) {
      throw new IllegalArgumentException("a finder's limits are at least 1");
    }
  }

  /** This finder with the usual limits. */
  public static FinderSettings of(TorrentFinder finder) {
    return new FinderSettings(finder, IDLE, ASKING, WAITING, REFUSED);
  }

  /** The same with another patience for torrents without peers. */
  public FinderSettings withIdle(Duration other) {
    return new FinderSettings(finder, other, asking, waiting, refused);
  }

  boolean isNone() {
    return finder == TorrentFinder.NOTHING;
  }
}
