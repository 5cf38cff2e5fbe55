package minibit.daemon.fetch.transfer;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import minibit.daemon.fetch.model.FetchException;

/**
 * The one thread on which transfers change. What it is given after its end is dropped. Any thread.
 */
public interface TransferOwner extends Executor {
  /**
   * Waits for an answer of the thread; what it throws is thrown here. Not on the thread itself.
   *
   * @throws FetchException with {@code closed} if it ends before it answers
   */
  <T> T call(Supplier<T> question);
}
