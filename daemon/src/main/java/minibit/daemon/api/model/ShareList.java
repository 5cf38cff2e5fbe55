package minibit.daemon.api.model;

import java.util.List;
import java.util.Locale;

/**
 * What this daemon shares.
 *
 * @param shares in the order they were added
 * @param files hashed, of all shares
 * @param bytes of them
 * @param waitingFiles still to be hashed
 * @param waitingBytes of them
 * @param timeLeft seconds until all is hashed; 0 when nothing waits, -1 when nobody can say
 */
public record ShareList(
    List<Share> shares,
    long files,
    long bytes,
    long waitingFiles,
    long waitingBytes,
    double timeLeft) {
  /** Keeps a copy. */
  public ShareList {
    shares = List.copyOf(shares);
  }

  /** What happens to a share; in lower case in JSON. */
  public enum State {
    /** Its folder is being read. */
    SCANNING,
    /** Some file is not hashed yet. */
    HASHING,
    /** All of it is in the catalogue. */
    READY,
    /** Its folder or file is gone. */
    MISSING;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A folder or file that is offered.
   *
   * @param path of it here
   * @param name of it in the group; empty for a single file
   * @param files in it
   * @param bytes in it
   * @param hashedFiles in the catalogue
   * @param hashedBytes of them
   * @param failed files that cannot be read
   * @param timeLeft seconds until it is hashed; 0 when done, -1 when nobody can say
   * @param state what happens to it
   * @param skipped links that lead out of it, or nowhere
   * @param troubles the first of what is not shared, named
   */
  public record Share(
      String path,
      String name,
      long files,
      long bytes,
      long hashedFiles,
      long hashedBytes,
      long failed,
      double timeLeft,
      State state,
      long skipped,
      List<Trouble> troubles) {
    /** Keeps a copy. */
    public Share {
      troubles = List.copyOf(troubles);
    }
  }

  /**
   * Something in a share that is not shared.
   *
   * @param path of it here
   * @param code {@code unreadable}, {@code link-leads-out}, {@code dead-link}, {@code
   *     path-too-long} or {@code too-large}
   * @param text a sentence for people
   */
  public record Trouble(String path, String code, String text) {}
}
