package minibit.daemon.run;

import java.time.Duration;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineStatus;
import org.jspecify.annotations.Nullable;

/** Whether bytes flow, so that hashing should leave cores and disk to them. Any thread. */
final class TransferLoad {
  /** Less than this is chat, not transfer. */
  private static final long BUSY = 128 << 10;

  /** How long an answer will do: it is asked for with every file, and costs a look at each. */
  private static final Duration FRESH = Duration.ofMillis(500);

  private volatile @Nullable Engine engine;
  private volatile long looked = System.nanoTime() - FRESH.toNanos();
  private volatile boolean high;

  void of(Engine running) {
    engine = running;
  }

  boolean isHigh() {
    Engine running = engine;
    long now = System.nanoTime();
    if (running != null && now - looked >= FRESH.toNanos()) {
      looked = now;
      EngineStatus status = running.status();
      high = status.downRate() + status.upRate() >= BUSY;
    }
    return high;
  }
}
