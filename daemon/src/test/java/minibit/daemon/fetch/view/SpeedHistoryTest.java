package minibit.daemon.fetch.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a graph of one transfer's speeds is drawn from. */
class SpeedHistoryTest {
  /** Silence between two seconds is silence, and old speeds go. */
  @Test
  void speedsAreKeptForTenMinutes() {
    SpeedHistory speeds = new SpeedHistory();
    speeds.add(1_000, 0, 0);
    speeds.add(1_001, 7, 1);
    speeds.add(1_005, 9, 2);
    assertThat(speeds.down(1_005)).endsWith(0L, 7L, 0L, 0L, 0L, 9L).hasSize(600);
    assertThat(speeds.up(1_006)).endsWith(1L, 0L, 0L, 0L, 2L, 0L);
    speeds.add(1_700, 5, 5);
    assertThat(speeds.down(1_700).stream().mapToLong(Long::longValue).sum()).isEqualTo(5);
    speeds.rest(3_000);
    assertThat(speeds.down(3_000)).containsOnly(0L);
  }
}
