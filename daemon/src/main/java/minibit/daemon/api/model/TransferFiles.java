package minibit.daemon.api.model;

import java.util.List;

/**
 * The files of a transfer, one part of them.
 *
 * @param total files; 0 until they are known
 * @param offset of the first of {@code files}
 * @param files in the order of the torrent
 */
public record TransferFiles(long total, int offset, List<Entry> files) {
  /** Keeps a copy. */
  public TransferFiles {
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param index of it in the torrent
   * @param path folders and name, {@code /} between
   * @param size bytes
   * @param done bytes of them, verified
   * @param priority whether it is wanted, and before which others
   */
  public record Entry(int index, String path, long size, long done, FilePriority priority) {}
}
