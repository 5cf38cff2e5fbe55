package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A torrent's content on disk, as one line of bytes. Any thread; different stretches may be read
 * and written at the same time.
 */
public interface Storage extends AutoCloseable {
  /**
   * Writes all remaining bytes of a buffer at an offset of the line.
   *
   * @throws StorageException if the disk refuses
   */
  void write(long offset, ByteBuffer data) throws IOException;

  /**
   * Writes all remaining bytes of several buffers, one behind the other, from an offset of the line
   * on. Where that is one stretch of a file it can be one call of the system.
   *
   * @throws StorageException if the disk refuses; then nothing is known of what was written
   */
  default void write(long offset, List<ByteBuffer> data) throws IOException {
    long at = offset;
    for (ByteBuffer part : data) {
      int length = part.remaining();
      write(at, part);
      at += length;
    }
  }

  /**
   * Fills a buffer's remaining room from an offset of the line; padding and holes read as zeros.
   *
   * @throws StorageException if something of it is missing
   */
  void read(long offset, ByteBuffer into) throws IOException;

  /** Whether everything of this piece is on disk in some form, so that reading it makes sense. */
  boolean present(int piece);

  /** Closes the files. Idempotent. */
  @Override
  void close();
}
