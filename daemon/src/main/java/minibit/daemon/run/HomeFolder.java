package minibit.daemon.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Set;
import minibit.core.words.Sentence;
import minibit.group.member.IdentityFile;
import org.jspecify.annotations.Nullable;

/**
 * A daemon's home, held for as long as the daemon runs: a second one on the same home is refused.
 * Everything a daemon keeps is below it, and only its owner may look.
 */
public final class HomeFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** The locked byte lies far behind the text, which others may then read on every system. */
  private static final long LOCKED_BYTE = 1L << 40;

  /** A process id in text. */
  private static final int PID_BYTES = 32;

  private final Path folder;
  private final FileChannel lockFile;
  private final FileLock lock;

  private HomeFolder(Path folder, FileChannel lockFile, FileLock lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Takes a home into use, made if it is not there.
   *
   * @throws HomeException {@code home-in-use} with the id of the process that has it
   * @throws IOException if it cannot be made or written
   */
  public static HomeFolder open(Path folder) throws IOException {
    Path home = folder.toAbsolutePath().normalize();
    prepare(home);
    FileChannel file =
        FileChannel.open(
            home.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(file);
      if (lock == null) {
        throw new HomeException(
            "home-in-use",
            Sentence.of(
                "home-in-use",
                "the home {0} is in use by the daemon with process id {1}",
                home,
                pid(file)));
      }
      file.truncate(0);
      file.write(text(Long.toString(ProcessHandle.current().pid()) + "\n"), 0);
      return new HomeFolder(home, file, lock);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static void prepare(Path home) throws IOException {
    if (Files.exists(home) && !Files.isDirectory(home)) {
      throw new HomeException(
          "home-not-a-folder", Sentence.of("home-no-folder", "the home {0} is not a folder", home));
    }
    if (!home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(home);
      return;
    }
    FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    if (home.getParent() != null) {
      Files.createDirectories(home.getParent());
    }
    if (!Files.exists(home)) {
      Files.createDirectory(home, ownerOnly);
    } else if (!Files.getPosixFilePermissions(home, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
      // Keys and tokens lie here: what commands without a daemon made wider is made narrow.
      Files.setPosixFilePermissions(home, OWNER_ONLY);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      // A daemon in this very process has it.
      return null;
    }
  }

  private static String pid(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PID_BYTES);
    file.read(bytes, 0);
    bytes.flip();
    String text = StandardCharsets.US_ASCII.decode(bytes).toString().strip();
    return text.isEmpty() ? "?" : text;
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The folder, absolute. */
  public Path path() {
    return folder;
  }

  /** A file or folder below it. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The daemon's Ed25519 key, drawn the first time. */
  public KeyPair identity() throws IOException {
    return IdentityFile.loadOrDraw(identityFile(folder));
  }

  /** Draws another key: from now on this home is another member's. */
  public KeyPair drawIdentity() throws IOException {
    return IdentityFile.drawAnew(folder, identityFile(folder));
  }

  /** Where the key of a home lies. */
  public static Path identityFile(Path home) {
    return home.resolve("identity");
  }

  /** Where the daemon of a home writes what happens. */
  public static Path logFile(Path home) {
    return home.resolve("logs").resolve("minibit.log");
  }

  /** Where the daemon of a home writes who changed what by the API. */
  static Path auditFile(Path home) {
    return home.resolve("logs").resolve("changes.jsonl");
  }

  /** Lets another daemon have it. */
  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
