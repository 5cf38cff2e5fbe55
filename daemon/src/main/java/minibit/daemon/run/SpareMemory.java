package minibit.daemon.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
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

  /** Part of the heap that stays free after a collection, in percent: at least, at most. */
  private static final Room AT_REST = new Room(3, 8);

  /** At work room spares collections; Java's own figures. */
  private static final Room AT_WORK = new Room(40, 70);

  /** A heap that takes longer is too large to be stopped for: a pause may cost an epoch. */
  private static final Duration LONGEST = Duration.ofMillis(250);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("spare-memory").factory());
  private final BooleanSupplier busy;
  private long cpuBefore;
  private long lookedAt = System.nanoTime();

  /** What the collector kept the last time; nothing before the first. */
  private long kept;

  private boolean tooLarge;

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
    long before = committed();
    if (tooLarge || before - kept < WORTH) {
      return;
    }
    long begun = System.nanoTime();
    AT_REST.demand();
    System.gc();
    AT_WORK.demand();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    tooLarge = took.compareTo(LONGEST) > 0;
    kept = committed();
    LOG.debug("heap: {} KiB became {} in {} ms", before >> 10, kept >> 10, took.toMillis());
  }

  private record Room(int least, int most) {
    /** Java refuses what would cross for a moment, so the wide one goes first. */
    void demand() {
      HotSpotDiagnosticMXBean java =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      try {
        java.setVMOption("MinHeapFreeRatio", "0");
        java.setVMOption("MaxHeapFreeRatio", Integer.toString(most));
        java.setVMOption("MinHeapFreeRatio", Integer.toString(least));
      } catch (IllegalArgumentException e) {
        LOG.debug("the heap keeps its size: {}", e.getMessage());
      }
    }
  }

  private static long committed() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
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
