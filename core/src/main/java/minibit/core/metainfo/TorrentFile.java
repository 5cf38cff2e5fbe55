package minibit.core.metainfo;

import java.util.List;
import java.util.Optional;
import minibit.core.id.PiecesRoot;

/**
 * One file of a torrent, made safe: whatever the torrent said, {@code path} stays below the folder
 * one saves into, and no two files that are written have the same path.
 *
 * @param path below the folder one saves into; of a torrent with a folder, its name comes first
 * @param offset where the file begins on the line of content, in bytes; see {@link
 *     minibit.core.piece.Geometry}
 * @param length in bytes; 0 for links
 * @param pad whether this is padding (BEP 47): zeros, never written, never shown
 * @param executable whether its owner may run it
 * @param hidden whether it is not to be listed
 * @param symlink of a symbolic link: the path it leads to, below the same folder as {@code path}
 * @param root of a v2 or hybrid torrent's file that is not empty
 */
public record TorrentFile(
    List<String> path,
    long offset,
    long length,
    boolean pad,
    boolean executable,
    boolean hidden,
    Optional<List<String>> symlink,
    Optional<PiecesRoot> root) {
  /** The path with slashes. */
  public String slashed() {
    return String.join("/", path);
  }

  /** Where the file ends on the line of content. */
  public long end() {
    return offset + length;
  }

  /** Whether this is a symbolic link. */
  public boolean isSymlink() {
    return symlink.isPresent();
  }

  /** Whether bytes of this file are downloaded and kept. */
  public boolean isContent() {
    return !pad && symlink.isEmpty();
  }
}
