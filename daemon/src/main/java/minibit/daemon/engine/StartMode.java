package minibit.daemon.engine;

/** What is believed of the files that lie in the target folder when a torrent is added. */
public enum StartMode {
  /**
   * Pieces in the resume data count when nothing speaks against them, everything else that exists
   * is read and hashed. The mode of a download.
   */
  RESUME,
  /** Everything that exists is read and hashed, whatever the resume data say. */
  VERIFY,
  /**
   * Every piece is believed to be there: for files that were hashed a moment ago, as when seeding
   * what was just made into a torrent. Sizes are checked.
   */
  TRUST
}
