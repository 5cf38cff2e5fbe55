package minibit.daemon.share;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import minibit.daemon.share.scan.Trouble;

/**
 * A share as it stands.
 *
 * @param path the folder or file on this machine
 * @param name its name in the catalogue
 * @param kind what it is
 * @param state what is going on
 * @param files all files in it, also those that still wait for their hashes
 * @param bytes of all files
 * @param hashedFiles files whose hashes are known
 * @param hashedBytes of these
 * @param failed files and folders that could not be read; they are not among {@code files}
 * @param skipped links that lead out of the share, or nowhere
 * @param troubles the first of both, named
 * @param timeLeft until nothing of it waits any more, at the present pace; empty if nothing waits
 *     or nothing is known yet of the pace
 */
public record ShareView(
    Path path,
    String name,
    Kind kind,
    State state,
    long files,
    long bytes,
    long hashedFiles,
    long hashedBytes,
    long failed,
    long skipped,
    List<Trouble> troubles,
    Optional<Duration> timeLeft) {
  /** Keeps a copy of the list. */
  public ShareView {
    troubles = List.copyOf(troubles);
  }

  /** What can be shared. */
  public enum Kind {
    /** A folder with all below it. */
    FOLDER,
    /** One file. */
    FILE,
    /** The download folder: only what was fetched. */
    DOWNLOADS
  }

  /** What is going on in a share. */
  public enum State {
    /** Looking what is there. */
    SCANNING,
    /** Files wait for their hashes. */
    HASHING,
    /** Everything in it is known. */
    READY,
    /** It is not there: a folder moved away, a disk not mounted. Its files return with it. */
    MISSING
  }
}
