package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

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

  private final class Limited extends PassingChannel {
    Limited(FileChannel file) {
      super(file);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      take(bytes.remaining());
      return super.write(bytes, position);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
      long bytes = 0;
      for (int i = offset; i < offset + length; i++) {
        bytes += buffers[i].remaining();
      }
      take(bytes);
      return super.write(buffers, offset, length);
    }

    private void take(long bytes) throws IOException {
      if (room.addAndGet(-bytes) < 0) {
        throw new IOException("No space left on device");
      }
    }
  }
}
