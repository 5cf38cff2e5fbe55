package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Warming up ends by itself, however slow the processor is. */
class DigestWarmUpTest {
  /** Takes so long for a stretch, whatever is compiled. */
  private static final class Paced extends MessageDigest {
    private final long nanos;
    private int updates;

    Paced(long nanos) {
      super("paced");
      this.nanos = nanos;
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      updates++;
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < nanos) {
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
    Paced slow = new Paced(1_000_000);
    int stretches = DigestWarmUp.warm(() -> slow, Duration.ofMillis(20));
    assertThat(stretches).isBetween(1, 20).isEqualTo(slow.updates);
  }

  @Test
  void whatIsFastIsLeftAlone() {
    Paced fast = new Paced(0);
    int stretches = DigestWarmUp.warm(() -> fast, Duration.ofMinutes(1));
    assertThat(stretches).isLessThan(1000).isEqualTo(fast.updates);
  }
}
