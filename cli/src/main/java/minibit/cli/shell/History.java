package minibit.cli.shell;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jline.reader.LineReader;

/** Lines typed before, in a file of the home that only its owner may read. */
final class History {
  /** Lines kept; some 100 KB. */
  private static final int LINES = 2_000;

  private static final String FILE = "history";

  private History() {}

  /** Lets the reader remember; without a writable home it remembers this session only. */
  static void keep(LineReader reader, Path home) {
    reader.setVariable(LineReader.HISTORY_SIZE, LINES);
    reader.setVariable(LineReader.HISTORY_FILE_SIZE, LINES);
    prepare(home).ifPresent(file -> reader.setVariable(LineReader.HISTORY_FILE, file));
  }

  private static Optional<Path> prepare(Path home) {
    Path file = home.resolve(FILE);
    try {
      if (!Files.isDirectory(home)) {
        return Optional.empty();
      }
      create(file);
      return Files.isWritable(file) ? Optional.of(file) : Optional.empty();
    } catch (IOException e) {
      System.getLogger("minibit.cli").log(System.Logger.Level.DEBUG, "no history", e);
      return Optional.empty();
    }
  }

  /** Private from its first moment, and made private again if somebody changed that. */
  private static void create(Path file) throws IOException {
    boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    if (!posix) {
      if (Files.notExists(file)) {
        Files.createFile(file);
      }
      return;
    }
    var owner = PosixFilePermissions.fromString("rw-------");
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(file, owner);
    }
  }
}
