package minibit.daemon.disk.resume;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import minibit.core.id.InfoHashes;
import minibit.core.words.Sentence;
import minibit.daemon.disk.StorageException;

/**
 * One append-only file for each torrent and target folder, locked while open: what one-shot
 * commands use, any number of which may share a home.
 */
public final class JournalStore implements ResumeStore {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path folder;
  private final Supplier<byte[]> boot;

  /** Keeps its files in this folder, made when first needed. */
  public JournalStore(Path folder) {
    this(folder, JournalStore::bootId);
  }

  /**
   * The same on another machine.
   *
   * @param boot what changes when that restarts; nothing if it does not say
   */
  public JournalStore(Path folder, Supplier<byte[]> boot) {
    this.folder = folder;
    this.boot = boot;
  }

  private static byte[] bootId() {
    try {
      return Files.readAllBytes(BOOT_ID);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  @Override
  public ResumeLog open(InfoHashes hashes, Path target) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name(hashes, target));
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (lock(channel) == null || !Files.exists(file)) {
        throw new StorageException(
            StorageException.Code.IN_USE,
            Sentence.of(
                "run-elsewhere-locked",
                "this torrent is already being run in {0} ({1} is locked)",
                target,
                file));
      }
      return Journal.open(file, channel, hashes, boot.get());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw new StorageException(
          StorageException.Code.IN_USE,
          Sentence.of("run-here", "this torrent is already being run in this folder"),
          e);
    }
  }

  /** The hash and eight bytes of a digest of the folder: never a path in a file name. */
  private static String name(InfoHashes hashes, Path target) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  target.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
      return hashes.best().hex() + "-" + HexFormat.of().formatHex(digest, 0, 8) + ".resume";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {}
}
