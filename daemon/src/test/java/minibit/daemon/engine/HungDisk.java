package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Files of which the first ones hang, as those of a server that is gone, until it is back. */
final class HungDisk implements UnaryOperator<FileChannel> {
  /** In what call. */
  enum In {
    OPEN,
    READ,
    WRITE
  }

  private final AtomicInteger left;
  private final In in;
  private final CountDownLatch hanging;
  private final CountDownLatch back = new CountDownLatch(1);
  private volatile boolean gone;

  /**
   * A disk on which the first files hang once it {@link #goes}.
   *
   * @param calls that are awaited by {@link #awaitHanging}
   */
  HungDisk(int files, int calls, In in) {
    this.left = new AtomicInteger(files);
    this.hanging = new CountDownLatch(calls);
    this.in = in;
  }

  /** From now on it hangs. */
  HungDisk goes() {
    gone = true;
    return this;
  }

  /** Waits until so many calls hang. */
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
    if (in == In.OPEN) {
      hang();
    }
    return new Hung(channel);
  }

  private void hang() {
    if (!gone) {
      return;
    }
    hanging.countDown();
    try {
      back.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void hangIn(In call) {
    if (call == in) {
      hang();
    }
  }

  private final class Hung extends PassingChannel {
    Hung(FileChannel file) {
      super(file);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      hangIn(In.WRITE);
      return super.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      hangIn(In.READ);
      return super.read(bytes, position);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
      hangIn(In.WRITE);
      return super.write(buffers, offset, length);
    }
  }
}
