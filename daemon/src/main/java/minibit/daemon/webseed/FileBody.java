package minibit.daemon.webseed;

import java.io.IOException;
import java.io.InputStream;

/**
 * What a server sends of one file, and how far it was read. One thread reads; any may close, and
 * whoever reads then fails.
 */
final class FileBody implements AutoCloseable {
  /** No file's index, nor that of padding. */
  private static final int NO_FILE = -2;

  /** Nothing of no file. */
  static final FileBody NONE = new FileBody(NO_FILE, InputStream.nullInputStream(), 0, 0);

  private final int file;
  private final InputStream in;
  private final long end;
  private long position;

  /**
   * Nothing is read of it.
   *
   * @param from the file's byte that comes first
   * @param end behind the byte that comes last
   */
  FileBody(int file, InputStream in, long from, long end) {
    this.file = file;
    this.in = in;
    this.position = from;
    this.end = end;
  }

  /** The byte of the file that comes next. */
  long position() {
    return position;
  }

  /** Whether this byte of this file is still to come. */
  boolean leadsTo(int wantedFile, long byteOfIt) {
    return file == wantedFile && position <= byteOfIt && byteOfIt < end;
  }

  /** Whether what comes ends before this byte. */
  boolean endsAt(long byteOfIt) {
    return end == byteOfIt;
  }

  /** Whether all that was said to come has come. */
  boolean isAtEnd() {
    return position == end;
  }

  /** Whether nothing more comes, as it should be at the end. */
  boolean isOver() throws IOException {
    return in.read() < 0;
  }

  /** Reads at least one byte, or tells -1 for the end. */
  int read(byte[] into, int from, int most) throws IOException {
    int count = in.read(into, from, (int) Math.min(most, end - position));
    position += Math.max(0, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
