package minibit.daemon.api.model;

import java.util.List;
import java.util.Optional;

/**
 * What lies in a folder of this machine.
 *
 * @param path absolute, links resolved
 * @param parent the folder it lies in; empty for a root
 * @param entries folders first, by name; at most {@link #MAX}
 * @param more whether there are more than that
 */
public record FolderView(String path, Optional<String> parent, List<Entry> entries, boolean more) {
  /** Most entries shown: nobody looks through more. */
  public static final int MAX = 2_000;

  /** Keeps a copy. */
  public FolderView {
    entries = List.copyOf(entries);
  }

  /**
   * A file or folder.
   *
   * @param name of it
   * @param folder whether it is one
   * @param size bytes; 0 for folders
   * @param shared whether it is shared already, by itself or in a folder that is
   */
  public record Entry(String name, boolean folder, long size, boolean shared) {}
}
