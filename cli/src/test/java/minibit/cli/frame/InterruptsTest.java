package minibit.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Ctrl-C closes what is open, last opened first, and never takes long. */
class InterruptsTest {
  private final Interrupts interrupts = new Interrupts();
  private final List<String> closed = new ArrayList<>();

  @Test
  void closesInReverseAndGoesOnAfterAFailure() {
    Runnable forgotten = () -> closed.add("forgotten");
    interrupts.onInterrupt(() -> closed.add("first"));
    interrupts.onInterrupt(forgotten);
    interrupts.onInterrupt(
        () -> {
          throw new IllegalStateException("closer failed");
        });
    interrupts.onInterrupt(() -> closed.add("last"));
    interrupts.forget(forgotten);

    assertThat(interrupts.trigger()).isTrue();
    assertThat(closed).containsExactly("last", "first");
    assertThat(interrupts.interrupted()).isTrue();
    assertThat(interrupts.finish()).isFalse();
  }

  @Test
  void doesNotWaitForACloserThatHangs() {
    CountDownLatch never = new CountDownLatch(1);
    interrupts.onInterrupt(
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Instant before = Instant.now();

    interrupts.trigger();

    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
    never.countDown();
  }

  @Test
  void aCommandThatFinishedIsNotInterrupted() {
    interrupts.onInterrupt(() -> closed.add("no"));

    assertThat(interrupts.finish()).isTrue();
    assertThat(interrupts.trigger()).isFalse();
    assertThat(closed).isEmpty();
  }
}
