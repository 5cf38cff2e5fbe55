package minibit.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Stall stall = new Stall(Duration.ofMinutes(1));

  @Test
  void whoTakesAllMayRest() {
    stall.wrote(100, false, 0);

    assertThat(stall.isOver(10 * MINUTE)).isFalse();
  }

  @Test
  void aByteNowAndThenIsNoProgress() {
    stall.wrote(1 << 20, true, 0);
    for (int i = 1; i <= 60; i++) {
      stall.wrote(100, true, i * MINUTE / 60);
    }

    assertThat(stall.isOver(MINUTE)).isFalse();
    assertThat(stall.isOver(MINUTE + 1)).isTrue();
  }

  @Test
  void aSlowPeerThatTakesEnoughIsKept() {
    stall.wrote(1 << 20, true, 0);
    for (int i = 1; i <= 10; i++) {
      stall.wrote(Stall.LEAST_PROGRESS / 2, true, i * MINUTE / 2);
    }

    assertThat(stall.isOver(6 * MINUTE)).isFalse();
    assertThat(stall.isOver(6 * MINUTE + 1)).isTrue();
  }
}
