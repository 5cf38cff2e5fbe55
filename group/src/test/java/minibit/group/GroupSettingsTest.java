package minibit.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroupSettingsTest {
  /** Nonsense is refused at once, by a sentence that names what is wrong. */
  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> settings(1000, 900, 4000, 400, 800, 15, 5))
        .hasMessageContaining("detectMin");
    assertThatThrownBy(() -> settings(1000, 2500, 2000, 400, 800, 15, 5))
        .hasMessageContaining("detectMax");
    assertThatThrownBy(() -> settings(1000, 2500, 4000, 20, 800, 15, 5))
        .hasMessageContaining("electionMin");
    assertThatThrownBy(() -> settings(1000, 2500, 4000, 400, 400, 15, 5))
        .hasMessageContaining("electionMax");
    assertThatThrownBy(() -> settings(1000, 2500, 4000, 400, 800, 1, 5))
        .hasMessageContaining("lease");
    assertThatThrownBy(() -> settings(1000, 2500, 4000, 400, 800, 15, 4))
        .hasMessageContaining("voters");
  }

  /** The defaults pass their own rules, and a LAN waits shorter than the rest of the world. */
  @Test
  void defaultsAreSound() {
    assertThat(GroupSettings.DEFAULTS.electionMax()).isLessThan(GroupSettings.WAN.electionMin());
    assertThat(settings(1000, 2500, 4000, 400, 800, 15, 3).voters()).isEqualTo(3);
  }

  private static GroupSettings settings(
      int heartbeat,
      int detectMin,
      int detectMax,
      int electionMin,
      int electionMax,
      int lease,
      int voters) {
    return new GroupSettings(
        Duration.ofMillis(heartbeat),
        Duration.ofMillis(detectMin),
        Duration.ofMillis(detectMax),
        Duration.ofMillis(electionMin),
        Duration.ofMillis(electionMax),
        Duration.ofSeconds(lease),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        voters,
        Duration.ofSeconds(10),
        Duration.ofDays(30),
        1024);
  }
}
