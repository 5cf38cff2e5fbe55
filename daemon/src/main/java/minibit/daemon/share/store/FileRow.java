package minibit.daemon.share.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.daemon.share.scan.Stamp;

/**
 * A file as it is remembered.
 *
 * @param folder the row of its folder
 * @param name in the catalogue
 * @param raw how its name is written on the disk, if otherwise; see {@link Places}
 * @param stamp what it looked like
 * @param known its hashes, once they are known
 * @param gone whether it was not there when last looked for
 */
public record FileRow(
    long id,
    long folder,
    String name,
    Optional<String> raw,
    Stamp stamp,
    Optional<Known> known,
    boolean gone) {
  /**
   * What is known of its content.
   *
   * @param v1 info-hash of the canonical torrent under its name
   * @param v2 the same
   */
  public record Known(PiecesRoot root, InfoHash v1, InfoHash v2, Optional<Signed> signed) {}

  /**
   * Under which signature it is.
   *
   * @param seal the row of the signature
   * @param spot place of the statement under it
   * @param said the name in the statement, if it is not the file's
   * @param time in the statement
   */
  public record Signed(long seal, int spot, Optional<String> said, Instant time) {}

  /** Where it lies, in this folder. */
  public Path in(Path path) {
    return Places.child(path, name, raw);
  }
}
