package minibit.daemon.api.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Files that this daemon shares, one part of them.
 *
 * @param total files that fit
 * @param offset of the first of {@code files}
 * @param files by path
 */
public record ShareFileList(long total, int offset, List<ShareFile> files) {
  /** Keeps a copy. */
  public ShareFileList {
    files = List.copyOf(files);
  }

  /** How far a file is; in lower case in JSON. */
  public enum State {
    /** Not hashed yet. */
    WAITING,
    /** In the catalogue. */
    READY,
    /** Cannot be read. */
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A shared file.
   *
   * @param name of the file
   * @param path share name, folders and file name, {@code /} between
   * @param file where it lies here
   * @param size in bytes
   * @param type media type
   * @param state how far it is
   * @param id of the content, once hashed
   * @param infoHashV1 once hashed
   * @param infoHashV2 once hashed
   * @param problem why it failed
   */
  public record ShareFile(
      String name,
      String path,
      String file,
      long size,
      String type,
      State state,
      Optional<String> id,
      Optional<String> infoHashV1,
      Optional<String> infoHashV2,
      Optional<String> problem) {}
}
