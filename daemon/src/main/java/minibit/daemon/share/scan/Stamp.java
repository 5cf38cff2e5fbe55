package minibit.daemon.share.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a file looked like: as long as it looks so, its content is what was hashed.
 *
 * @param size in bytes
 * @param modified time of its last change, nanoseconds since 1970
 * @param inode its number on its disk; 0 where there are none
 * @param device the disk's number; 0 where there are none. It changes when disks are attached in
 *     another order, so it does not count when a file is recognised in its place
 */
public record Stamp(long size, long modified, long inode, long device) {
  private static final String DEVICE = "(dev=";
  private static final String INODE = ",ino=";

  /** What lies there now, links followed; empty if it is no regular file. */
  public static Optional<Stamp> at(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.isRegularFile() ? Optional.of(of(attributes)) : Optional.empty();
  }

  /** Of attributes that were read. */
  public static Stamp of(BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    String text = key == null ? "" : key.toString();
    int inode = text.indexOf(INODE);
    long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    if (!text.startsWith(DEVICE) || inode < 0) {
      return new Stamp(attributes.size(), modified, key == null ? 0 : key.hashCode(), 0);
    }
    // The JDK gives device and inode only in this text, or at three times the cost of the look.
    return new Stamp(
        attributes.size(),
        modified,
        Long.parseUnsignedLong(text, inode + INODE.length(), text.length() - 1, 10),
        Long.parseUnsignedLong(text, DEVICE.length(), inode, 16));
  }

  /** Whether a file in the same place is unchanged. */
  public boolean isSame(Stamp other) {
    return size == other.size && modified == other.modified && inode == other.inode;
  }

  /**
   * Whether a file under another path can be recognised by this stamp: only if its time has a part
   * below a second. Whole seconds come from archives, where many files have the same time and size.
   */
  public boolean isTelling() {
    return inode != 0 && device != 0 && modified % TimeUnit.SECONDS.toNanos(1) != 0;
  }
}
