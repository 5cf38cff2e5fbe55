package minibit.core.metainfo;

import java.util.List;
import java.util.Optional;
import minibit.core.id.PiecesRoot;

/**
 * The files as one half of an info dictionary lists them, names cleaned one by one, not yet
 * distinct.
 *
 * @param folder whether they lie in a folder of the torrent's name
 */
record FileList(List<Entry> entries, boolean folder) {
  /** One file; its path is below the folder, or the name alone where there is none. */
  record Entry(
      List<String> path,
      long length,
      boolean pad,
      boolean executable,
      boolean hidden,
      Optional<List<String>> symlink,
      Optional<PiecesRoot> root) {
    Entry withRoot(Optional<PiecesRoot> otherRoot) {
      return new Entry(path, length, pad, executable, hidden, symlink, otherRoot);
    }

    /** In v2 nothing is padding: every file has a tree of its own. */
    Entry notPadding() {
      return new Entry(path, length, false, executable, hidden, symlink, root);
    }
  }
}
