package minibit.daemon.share.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Paths as text that loses nothing: names on disks are bytes, and not all of them are text in this
 * system's encoding. Whole paths are kept as addresses; of a name in a folder only what its name in
 * the catalogue does not tell.
 */
public final class Places {
  private static final char UNDECODED = '\uFFFD';
  private static final char AS_TEXT = '=';
  private static final char AS_ADDRESS = '%';

  private Places() {}

  /** A path as text. */
  static String encode(Path path) {
    String address = path.toUri().toString();
    // Folders get a slash only while they exist.
    boolean root = path.getNameCount() == 0;
    return address.endsWith("/") && !root ? address.substring(0, address.length() - 1) : address;
  }

  static Path decode(String place) {
    return Path.of(URI.create(place));
  }

  /** What must be kept to find this file again, whose name in the catalogue is given. */
  public static Optional<String> raw(Path file, String name) {
    String shown = String.valueOf(file.getFileName());
    if (shown.indexOf(UNDECODED) >= 0) {
      String address = encode(file);
      return Optional.of(AS_ADDRESS + address.substring(address.lastIndexOf('/') + 1));
    }
    return shown.equals(name) ? Optional.empty() : Optional.of(AS_TEXT + shown);
  }

  static Path child(Path folder, String name, Optional<String> raw) {
    if (raw.isEmpty()) {
      return folder.resolve(name);
    }
    String rest = raw.get().substring(1);
    return raw.get().charAt(0) == AS_TEXT
        ? folder.resolve(rest)
        : decode(encode(folder) + "/" + rest);
  }
}
