package minibit.daemon.api.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that nobody but their owner can read, where the file system knows owners. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Writes a file whole or not at all; at no time can others read it. */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("not a file: " + file);
    }
    Files.createDirectories(folder);
    FileAttribute<?>[] owner =
        knowsOwners(folder)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0];
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".new", owner);
    try {
      Files.write(draft, bytes);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Whether only its owner can read and write it. */
  static boolean isPrivate(Path file) throws IOException {
    return !knowsOwners(file) || OWNER.containsAll(Files.getPosixFilePermissions(file));
  }

  private static boolean knowsOwners(Path place) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
