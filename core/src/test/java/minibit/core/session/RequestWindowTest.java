package minibit.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import minibit.core.piece.Block;
import org.junit.jupiter.api.Test;

/** How many requests are kept open at lines of all kinds. */
class RequestWindowTest {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  // 8 KiB/s bring a block in two seconds: a deep window would hold whole pieces hostage for
  // minutes.
  @Test
  void aSlowPeerHoldsFewBlocks() {
    assertThat(windowAfter(8 * 1024, Duration.ofMillis(200), Duration.ofMinutes(2)))
        .isEqualTo(WindowSettings.DEFAULTS.floor());
  }

  // 20 MiB/s over 100 ms need 128 blocks under way, and as a reserve half a second more.
  @Test
  void aFastPeerIsKeptBusyOverALongWay() {
    assertThat(windowAfter(20 << 20, Duration.ofMillis(100), Duration.ofSeconds(20)))
        .isBetween(500, 1024);
  }

  // A pause on a quick line ends slow start too early; from there the window still finds its size.
  @Test
  void aPauseDoesNotKeepTheWindowSmall() {
    RequestWindow window = new RequestWindow(WindowSettings.DEFAULTS);
    RateMeter rate = new RateMeter();
    window.answered(1, Duration.ofMillis(10));
    window.answered(1, Duration.ofSeconds(1));

    assertThat(run(window, rate, 20 << 20, Duration.ofMillis(10), Duration.ofSeconds(20)))
        .isGreaterThan(500);
  }

  private static int windowAfter(long bytesASecond, Duration way, Duration time) {
    RequestWindow window = new RequestWindow(WindowSettings.DEFAULTS);
    return run(window, new RateMeter(), bytesASecond, way, time);
  }

  /** A line that sends a block at a time and is always asked for a full window. */
  private static int run(
      RequestWindow window, RateMeter rate, long bytesASecond, Duration way, Duration time) {
    long block = Block.SIZE * 1_000_000_000L / bytesASecond;
    long nanos = 0;
    int size = window.size(rate, BEGINNING, 2000);
    while (nanos < time.toNanos()) {
      // In a round of the window the line sends it all, or waits for the way.
      long round = Math.max(size * block, way.toNanos() + block);
      for (int i = 1; i <= size; i++) {
        Instant now = BEGINNING.plusNanos(nanos + round * i / size);
        rate.add(now, Block.SIZE);
        window.answered(1, Duration.ofNanos(round));
        window.size(rate, now, 2000);
      }
      nanos += round;
      size = window.size(rate, BEGINNING.plusNanos(nanos), 2000);
    }
    return size;
  }
}
