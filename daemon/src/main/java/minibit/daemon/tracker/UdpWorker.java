package minibit.daemon.tracker;

/** One socket of the UDP tracker, and what its thread does: answers until it is stopped. */
interface UdpWorker extends Runnable, AutoCloseable {
  /** Has {@link #run} return soon. Any thread. */
  void stop();

  /** Datagrams that the kernel dropped because nobody took them in time; 0 if it does not say. */
  long dropped();

  /** Frees what it holds; once {@link #run} has returned. */
  @Override
  void close();
}
