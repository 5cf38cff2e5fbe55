package minibit.daemon.run;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back to the system what work has left in the heap, once a daemon has come to rest: nothing
 * else would, for who does nothing collects nothing. A daemon at work, or one that has little to
 * give, is left alone.
 */
final class SpareMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpareMemory.class);

  /** How often to look. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Part of a core below which a daemon rests. */
  private static final double RESTING = 0.05;

  /** Less than this beyond what lives is not worth a collection. */
  private static final long WORTH = 12L << 20;

  /**
   * Bytes in use up to which the world may be stopped for it: well below a quarter of a second,
   * which costs no epoch.
   */
  private static final long MOST = 192L << 20;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("spare-memory").factory());
  private final BooleanSupplier busy;
  private long cpuBefore;
  private long lookedAt = System.nanoTime();
  private long living = Long.MAX_VALUE;

  private SpareMemory(BooleanSupplier busy) {
    this.busy = busy;
  }

  /**
   * Begins to look.
   *
   * @param busy whether somebody is served or fetched from now
   */
  static SpareMemory watch(BooleanSupplier busy) {
    SpareMemory spare = new SpareMemory(busy);
    var unused =
        spare.timer.scheduleWithFixedDelay(
            spare::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return spare;
  }

  private void look() {
    long now = System.nanoTime();
    long cpu = cpuNanos();
    boolean resting = cpu - cpuBefore < RESTING * (now - lookedAt);
    cpuBefore = cpu;
    lookedAt = now;
    if (resting && !busy.getAsBoolean()) {
      giveBack();
    }
  }

  private void giveBack() {
    MemoryUsage heap = heap();
    boolean first = living == Long.MAX_VALUE;
    long spare = heap.getCommitted() - (first ? 0 : living);
    if (heap.getUsed() > MOST || spare < WORTH) {
      return;
    }
    System.gc();
    MemoryUsage after = heap();
    // What stays committed beyond what lives is what the collector wants to keep.
    living = after.getCommitted();
    LOG.debug("heap: {} KiB became {}", heap.getCommitted() >> 10, living >> 10);
  }

  private static MemoryUsage heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
