package minibit.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  /** A bucket counts all that were quicker, as Prometheus wants it. */
  @Test
  void bucketsAreCumulative() {
    latencies.add(TimeUnit.MILLISECONDS.toNanos(2));
    latencies.add(TimeUnit.MILLISECONDS.toNanos(10));
    latencies.add(TimeUnit.MINUTES.toNanos(1));

    assertThat(latencies.count()).isEqualTo(3);
    assertThat(latencies.seconds()).isEqualTo(60.012);
    assertThat(latencies.within(0)).isZero();
    assertThat(latencies.within(1)).isEqualTo(1);
    assertThat(latencies.within(2)).isEqualTo(2);
    assertThat(latencies.within(Latencies.BOUNDS.size() - 1)).isEqualTo(2);
  }

  @Test
  void whatFailsTakesTimeToo() {
    assertThatThrownBy(
            () ->
                latencies.time(
                    () -> {
                      throw new IllegalStateException("no tracker");
                    }))
        .hasMessage("no tracker");

    assertThat(latencies.count()).isEqualTo(1);
  }
}
