package minibit.group.vote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for an election: woken by what happens, not by the clock, and never for ever. */
@Timeout(20)
class ElectionBellTest {
  private final ElectionBell bell = new ElectionBell();

  /** What happens between looking and falling asleep is not slept through. */
  @Test
  void aRingWhileLookingIsHeard() throws Exception {
    AtomicInteger looks = new AtomicInteger();

    Optional<Integer> found =
        bell.await(
            () -> {
              bell.ring();
              return looks.incrementAndGet() == 1000 ? Optional.of(7) : Optional.empty();
            },
            Duration.ofSeconds(15));

    // Sleeping through a ring costs a tenth of a second: a thousand would take far longer.
    assertThat(found).contains(7);
  }

  /** Raft does not tell of everything: whoever waits looks now and then. */
  @Test
  void changesWithoutARingAreSeenToo() throws Exception {
    AtomicInteger looks = new AtomicInteger();

    assertThat(
            bell.await(
                () -> looks.incrementAndGet() == 3 ? Optional.of(3) : Optional.empty(),
                Duration.ofSeconds(15)))
        .contains(3);
  }

  @Test
  void theLimitEndsTheWaiting() throws Exception {
    assertThat(bell.await(Optional::empty, Duration.ofMillis(50))).isEmpty();
  }
}
