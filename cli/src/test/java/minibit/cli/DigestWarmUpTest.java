package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Warming up ends by itself, however slow the processor is. */
class DigestWarmUpTest {
  /** Like one that no compiler makes fast. */
  private static final class Slow extends MessageDigest {
    private final AtomicInteger updates;

    Slow(AtomicInteger updates) {
      super("slow");
      this.updates = updates;
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      updates.incrementAndGet();
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < 1_000_000) {
        Thread.onSpinWait();
      }
    }

    @Override
    protected void engineUpdate(byte input) {
      throw new AssertionError("a stretch at a time");
    }

    @Override
    protected byte[] engineDigest() {
      return new byte[0];
    }

    @Override
    protected void engineReset() {}
  }

  @Test
  void whatStaysSlowIsGivenUp() {
    AtomicInteger updates = new AtomicInteger();
    int stretches = DigestWarmUp.warm(() -> new Slow(updates), Duration.ofMillis(20));
    assertThat(stretches).isBetween(1, 20).isEqualTo(updates.get());
  }

  @Test
  void whatIsFastIsLeftAlone() {
    AtomicInteger updates = new AtomicInteger();
    MessageDigest fast =
        new MessageDigest("fast") {
          @Override
          protected void engineUpdate(byte[] input, int offset, int length) {
            updates.incrementAndGet();
          }

          @Override
          protected void engineUpdate(byte input) {
            throw new AssertionError("a stretch at a time");
          }

          @Override
          protected byte[] engineDigest() {
            return new byte[0];
          }

          @Override
          protected void engineReset() {}
        };
    int stretches = DigestWarmUp.warm(() -> fast, Duration.ofMinutes(1));
    assertThat(stretches).isLessThan(1000).isEqualTo(updates.get());
  }
}
