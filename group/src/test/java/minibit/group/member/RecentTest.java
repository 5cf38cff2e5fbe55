package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
  /** Whoever is spoken with stays, however many strangers come by. */
  @Test
  void whatIsUsedStaysAndTheRestIsBounded() {
    Recent<Integer, String> recent = new Recent<>(3);
    recent.put(0, "member");
    for (int stranger = 1; stranger <= 100; stranger++) {
      recent.put(stranger, "stranger");
      assertThat(recent.get(0)).contains("member");
    }
    assertThat(recent.get(100)).isPresent();
    assertThat(recent.get(99)).isPresent();
    assertThat(recent.get(98)).isEmpty();
  }
}
