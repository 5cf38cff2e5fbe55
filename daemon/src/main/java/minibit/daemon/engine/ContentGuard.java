package minibit.daemon.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Knows whether content that is served without being hashed is still what it was. Asked when the
 * torrent starts, and after every read before what was read is sent; so it must be quick: a look at
 * a file's size and time. Any thread that may wait.
 */
@FunctionalInterface
public interface ContentGuard {
  /** Nothing is looked at. */
  ContentGuard NONE = () -> true;

  /** Whether it is; once it is not, the torrent stops with the problem {@code content-changed}. */
  boolean isUnchanged();

  /**
   * Compares a file's size and time of change.
   *
   * @param size bytes it must have
   * @param modified nanoseconds since 1970
   * @param changed is told once when they differ
   */
  static ContentGuard ofStamp(Path file, long size, long modified, Runnable changed) {
    AtomicBoolean told = new AtomicBoolean();
    return () -> {
      boolean same;
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        same = now.size() == size && now.lastModifiedTime().to(TimeUnit.NANOSECONDS) == modified;
      } catch (IOException e) {
        same = false;
      }
      if (!same && told.compareAndSet(false, true)) {
        changed.run();
      }
      return same;
    };
  }
}
