package minibit.daemon.disk;

import java.util.List;
import java.util.Optional;

/**
 * One file of a torrent and its place on the line of content.
 *
 * @param path components below the target folder, the torrent's name first; already made safe
 * @param offset where it begins on the line, in bytes
 * @param length bytes
 * @param pad whether it only fills up a piece (BEP 47): never on disk, reads as zeros
 * @param executable whether it is made executable (BEP 47)
 * @param symlink where it points, as components below the target folder, if it is a link (BEP 47)
 */
public record ContentFile(
    List<String> path,
    long offset,
    long length,
    boolean pad,
    boolean executable,
    Optional<List<String>> symlink) {

  /** Checks what would lead out of the target folder, whoever made the list. */
  public ContentFile {
    path = checked(path);
    symlink = symlink.map(ContentFile::checked);
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no place on the line: " + offset + "+" + length);
    }
  }

  /** A plain file. */
  public static ContentFile plain(List<String> path, long offset, long length) {
    return new ContentFile(path, offset, length, false, false, Optional.empty());
  }

  /** The first byte behind it. */
  public long end() {
    return offset + length;
  }

  private static List<String> checked(List<String> path) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a file without a path");
    }
    for (String name : path) {
      if (name.isEmpty()
          || name.equals(".")
          || name.equals("..")
          || name.indexOf('/') >= 0
          || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("unsafe path component: " + name);
      }
    }
    return List.copyOf(path);
  }
}
