package minibit.core.announce;

/**
 * How a torrent of ours stands when it announces.
 *
 * @param uploaded payload bytes given since it started
 * @param downloaded payload bytes taken since it started
 * @param left bytes still missing; 0 for a seeder. While the metadata of a magnet link is not known
 *     any number above 0
 * @param peersKnown other peers that the torrent has or could dial
 */
public record Progress(long uploaded, long downloaded, long left, int peersKnown) {
  /** Below this a download hangs on a thread: it asks again soon. */
  static final int FEW = 2;

  /** Checks that nothing is less than nothing. */
  public Progress {
    if (uploaded < 0 || downloaded < 0 || left < 0 || peersKnown < 0) {
      throw new IllegalArgumentException("less than nothing");
    }
  }

  /** Whether this is a download that lacks others to load from. */
  boolean isLonely() {
    return left > 0 && peersKnown < FEW;
  }
}
