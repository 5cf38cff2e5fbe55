package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.daemon.net.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread of a socket whose reads fail: once, for a while, for good. */
@Timeout(30)
class SocketTurnsTest {
  private final AtomicInteger failed = new AtomicInteger();
  private final SocketTurns turns = new SocketTurns(failed::incrementAndGet);
  private final Logged logged = new Logged(SocketTurns.class);

  @AfterEach
  void listenNoMore() {
    logged.close();
  }

  /** Each rest is longer than the one before, and every failure is counted; it is told once. */
  @Test
  void aFaultThatStaysIsTriedLessAndLessOften() {
    int times = 7;
    List<Long> when = new ArrayList<>();
    turns.run(
        () -> {
          when.add(System.nanoTime());
          if (when.size() > times) {
            turns.stop();
          }
          throw new IOException("recvmmsg: error 105");
        });

    Duration rest = SocketTurns.FIRST_REST;
    for (int i = 1; i < when.size(); i++) {
      assertThat(when.get(i) - when.get(i - 1)).isGreaterThanOrEqualTo(rest.toNanos());
      rest = SocketTurns.longer(rest);
    }
    assertThat(failed).hasValue(times);
    assertThat(logged.lines()).hasSize(1);
  }

  @Test
  void anotherKindOfFaultIsToldAsWellButNotEndlesslyMany() {
    AtomicInteger kinds = new AtomicInteger();
    turns.run(
        () -> {
          int number = kinds.incrementAndGet();
          if (number > 80) {
            turns.stop();
          } else if (number % 2 == 0) {
            throw new IOException("error " + number);
          }
        });

    assertThat(failed).hasValue(40);
    assertThat(logged.lines()).hasSize(16);
  }

  /** A rest is short again once something was read. */
  @Test
  void aTurnThatGoesWellForgetsWhatWasBefore() {
    AtomicInteger count = new AtomicInteger();
    long begin = System.nanoTime();
    turns.run(
        () -> {
          int number = count.incrementAndGet();
          if (number > 40) {
            turns.stop();
          } else if (number % 2 == 0) {
            throw new IOException("now and then");
          }
        });

    // Growing on, the 20 rests would be over a minute.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(failed).hasValue(20);
  }

  @Test
  void restsAreBounded() {
    Duration rest = SocketTurns.FIRST_REST;
    for (int i = 0; i < 100; i++) {
      rest = SocketTurns.longer(rest);
    }
    assertThat(rest).isEqualTo(SocketTurns.LONGEST_REST);
  }

  /** Whoever closes the tracker waits for no rest. */
  @Test
  void aRestEndsWhenItIsStopped() throws InterruptedException {
    Thread owner =
        Thread.ofPlatform()
            .start(
                () ->
                    turns.run(
                        () -> {
                          throw new IOException("for good");
                        }));
    // The eighth rest is over a second, the next would be longer still.
    await().until(() -> failed.get() >= 8);

    long begin = System.nanoTime();
    turns.stop();
    owner.join();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(800));
  }
}
