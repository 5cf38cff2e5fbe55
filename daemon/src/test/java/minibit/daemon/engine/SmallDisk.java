package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Files on a disk with room for so many bytes more; then writing fails as the system lets it. */
final class SmallDisk implements UnaryOperator<FileChannel> {
  private final AtomicLong room;

  SmallDisk(long room) {
    this.room = new AtomicLong(room);
  }

  /** Somebody deleted something. */
  void makeRoom(long bytes) {
    room.addAndGet(bytes);
  }

  @Override
  public FileChannel apply(FileChannel channel) {
    return new Limited(channel);
  }

  private final class Limited extends FileChannel {
    private final FileChannel file;

    Limited(FileChannel file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      if (room.addAndGet(-bytes.remaining()) < 0) {
        throw new IOException("No space left on device");
      }
      return file.write(bytes, position);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
      long bytes = 0;
      for (int i = offset; i < offset + length; i++) {
        bytes += buffers[i].remaining();
      }
      if (room.addAndGet(-bytes) < 0) {
        throw new IOException("No space left on device");
      }
      return file.write(buffers, offset, length);
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
      file.position(newPosition);
      return this;
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      return file.read(bytes, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.force(metaData);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }

    // The storage uses no others.

    @Override
    public int read(ByteBuffer bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
