package minibit.daemon.disk.resume;

import java.io.IOException;
import java.nio.file.Path;
import minibit.core.id.InfoHashes;

/** Keeps resume data of torrents, each known by its hash and its target folder. Any thread. */
public interface ResumeStore extends AutoCloseable {
  /**
   * Opens the data of a torrent in a folder, empty if there are none, and keeps others out.
   *
   * @throws minibit.daemon.disk.StorageException with code {@code in-use} if another process, or
   *     this one, has them open
   */
  ResumeLog open(InfoHashes hashes, Path folder) throws IOException;

  @Override
  void close() throws IOException;
}
