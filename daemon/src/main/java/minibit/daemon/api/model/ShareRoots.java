package minibit.daemon.api.model;

import java.util.List;

/**
 * Where folders may be browsed in order to share them.
 *
 * @param roots folders, and all that is in them
 */
public record ShareRoots(List<Root> roots) {
  /** Keeps a copy. */
  public ShareRoots {
    roots = List.copyOf(roots);
  }

  /**
   * One folder.
   *
   * @param path absolute
   * @param name last part of it
   */
  public record Root(String path, String name) {}
}
