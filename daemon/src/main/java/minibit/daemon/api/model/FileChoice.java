package minibit.daemon.api.model;

import java.util.List;

/**
 * Which files of a transfer are wanted, and which first.
 *
 * @param changes of some of them; the others stay as they are
 */
public record FileChoice(List<Change> changes) {
  /** Most changes in one request: a torrent of many files is changed folder by folder. */
  public static final int MAX_CHANGES = 10_000;

  /** Keeps a copy. */
  public FileChoice {
    changes = List.copyOf(changes);
  }

  /**
   * One file.
   *
   * @param index of it in the torrent
   * @param priority from now on
   */
  public record Change(int index, FilePriority priority) {}
}
