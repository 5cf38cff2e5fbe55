package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Files on a disk of which every read takes a while, and is counted. */
final class SlowDisk implements UnaryOperator<FileChannel> {
  private final long nanos;
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  SlowDisk(Duration perRead) {
    nanos = perRead.toNanos();
  }

  /** Reads so far. */
  long reads() {
    return reads.get();
  }

  /** Bytes read so far. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public FileChannel apply(FileChannel channel) {
    return new Slow(channel);
  }

  private final class Slow extends PassingChannel {
    Slow(FileChannel file) {
      super(file);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      long end = System.nanoTime() + nanos;
      int read = super.read(into, position);
      reads.incrementAndGet();
      bytes.addAndGet(read);
      for (long left = nanos; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      return read;
    }
  }
}
