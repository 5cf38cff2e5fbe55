package minibit.daemon.share.hash;

import java.io.IOException;

/** Told what came of jobs, on the threads that hash: to be passed on, not to be worked on. */
public interface HashListener {
  /** All is hashed, and the file is still what it was. */
  void hashed(HashJob job, ContentHashes hashes);

  /**
   * A step of a big file is hashed, so that a restart need not do it again.
   *
   * @param hashes for {@link HashPool#submit}
   */
  void step(HashJob job, int number, byte[] hashes);

  /** The file changed, shrank or vanished while it was read. */
  void changed(HashJob job);

  /** The file cannot be read. */
  void failed(HashJob job, IOException why);
}
