package minibit.daemon.disk;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Adds up the bytes that several workers have done, and tells the sum. Any thread. */
final class ProgressCount {
  private final AtomicLong done = new AtomicLong();
  private final LongConsumer listener;

  ProgressCount(LongConsumer listener) {
    this.listener = listener;
  }

  void add(long bytes) {
    if (bytes > 0) {
      listener.accept(done.addAndGet(bytes));
    }
  }
}
