package minibit.daemon.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import minibit.daemon.disk.NumberedThreads;

/** The threads of an engine beside its loops and its devices. Any thread. */
final class EngineThreads {
  /**
   * Keys that may wait to be computed, for each connection that may be opening: as many come in as
   * go out, one that goes out needs two, and some are of connections that were given up.
   */
  private static final int KEYS_A_DIAL = 4;

  /** Seconds after which a thread that comes and goes has been idle for long enough. */
  private static final int IDLE_SECONDS = 5;

  private final ExecutorService control = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService keys;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, new NumberedThreads("minibit-timer"));

  EngineThreads(EngineSettings settings) {
    keys = single("minibit-keys", KEYS_A_DIAL * settings.maxConnecting());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** One thread, gone while there is nothing to do; beyond {@code most} waiting it refuses. */
  private static ExecutorService single(String name, int most) {
    return new ThreadPoolExecutor(
        0,
        1,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(most),
        new NumberedThreads(name));
  }

  /** A virtual thread a task: what waits for others. */
  ExecutorService control() {
    return control;
  }

  /** One thread: keys of encrypted handshakes; refuses when too many wait. */
  ExecutorService keys() {
    return keys;
  }

  ScheduledThreadPoolExecutor timer() {
    return timer;
  }

  /** Takes nothing more; what is timed, and keys, are dropped. */
  void shutdown() {
    timer.shutdownNow();
    control.shutdown();
    keys.shutdownNow();
  }
}
