package minibit.core.catalogue;

import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;

/**
 * A member has this content, whole, at this path.
 *
 * @param member who
 * @param root what
 * @param folder where in the share
 * @param naming under which name
 * @param mark of the file as registered; see {@link SharedFile#mark}
 */
public record Holding(MemberId member, PiecesRoot root, String folder, Naming naming, long mark) {
  /** Folder and name. */
  public String path() {
    return SharedFile.path(folder, naming.name());
  }
}
