package minibit.daemon.share;

import java.nio.file.Path;
import java.util.Optional;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;

/**
 * One of our files, as a list shows it.
 *
 * @param folder as in the catalogue; empty for a file shared alone
 * @param name as in the catalogue
 * @param file where it lies
 * @param size in bytes
 * @param mediaType such as {@code image/png}
 * @param root of its content; empty while it waits for its hashes
 * @param hashes of its canonical torrent under this name, with the root; an empty file has no
 *     torrent, and its hashes are names in the catalogue alone
 */
public record LocalFile(
    String folder,
    String name,
    Path file,
    long size,
    String mediaType,
    Optional<PiecesRoot> root,
    Optional<InfoHashes> hashes) {
  /** Folder and name. */
  public String path() {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
