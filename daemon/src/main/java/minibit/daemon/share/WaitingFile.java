package minibit.daemon.share;

import java.nio.file.Path;
import minibit.daemon.share.hash.HashJob;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.store.FileRow;

/**
 * A file that waits for its hashes.
 *
 * @param restless how often it changed while it waited
 */
record WaitingFile(FileRow row, FolderState folder, int restless) implements HashJob {
  @Override
  public long id() {
    return row.id();
  }

  @Override
  public Path file() {
    return row.in(folder.path);
  }

  @Override
  public Stamp stamp() {
    return row.stamp();
  }
}
