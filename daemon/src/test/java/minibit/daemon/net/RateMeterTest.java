package minibit.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateMeterTest {
  private final RateMeter meter = new RateMeter(0);

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aSteadyStreamShowsItsRate() {
    for (int i = 1; i <= 30; i++) {
      meter.add(100_000_000);
      meter.rate(seconds(i));
    }

    assertThat(meter.rate(seconds(30))).isBetween(99_000_000L, 100_000_000L);
  }

  @Test
  void whatEndedFadesAndIsNoneAfterTenSeconds() {
    meter.add(1_000_000_000);
    assertThat(meter.rate(seconds(1))).isPositive();
    for (int i = 2; i < 11; i++) {
      assertThat(meter.rate(seconds(i))).isPositive();
    }

    assertThat(meter.rate(seconds(11))).isZero();
    assertThat(meter.rate(seconds(70))).isZero();
  }

  @Test
  void whatBeginsAgainIsSeenAtOnce() {
    meter.add(1_000);
    meter.rate(seconds(1));
    assertThat(meter.rate(seconds(60))).isZero();

    meter.add(1_000_000);
    assertThat(meter.rate(seconds(61))).isPositive();
  }
}
