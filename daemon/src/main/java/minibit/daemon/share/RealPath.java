package minibit.daemon.share;

import java.io.IOException;
import java.nio.file.Path;

/** Where paths lead once all links are followed. */
final class RealPath {
  private RealPath() {}

  /** The real path; of what is not there, that of the folders above it that are. */
  static Path of(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      // Not there yet, or no more.
      Path parent = absolute.getParent();
      Path name = absolute.getFileName();
      return parent == null || name == null ? absolute : of(parent).resolve(name);
    }
  }
}
