package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Files of which the first ones hang, as those of a server that is gone, until it is back. */
final class HungDisk implements UnaryOperator<FileChannel> {
  private final AtomicInteger left;
  private final boolean inOpen;
  private final CountDownLatch hanging;
  private final CountDownLatch back = new CountDownLatch(1);

  /**
   * A disk on which so many files hang.
   *
   * @param inOpen when they are opened; else when they are written
   */
  HungDisk(int files, boolean inOpen) {
    this.left = new AtomicInteger(files);
    this.hanging = new CountDownLatch(files);
    this.inOpen = inOpen;
  }

  /** Waits until all of them hang. */
  void awaitHanging() throws InterruptedException {
    hanging.await();
  }

  /** The server is back. */
  void comeBack() {
    back.countDown();
  }

  @Override
  public FileChannel apply(FileChannel channel) {
    if (left.getAndDecrement() <= 0) {
      return channel;
    }
    if (inOpen) {
      hang();
    }
    return new Hung(channel);
  }

  private void hang() {
    hanging.countDown();
    try {
      back.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private final class Hung extends PassingChannel {
    Hung(FileChannel file) {
      super(file);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      hang();
      return super.write(bytes, position);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
      hang();
      return super.write(buffers, offset, length);
    }
  }
}
