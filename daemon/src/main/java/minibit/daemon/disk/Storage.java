package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

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
