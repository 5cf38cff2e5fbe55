package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Answers kept for a moment: nobody is asked too often, and nobody waits for the silent. */
class LastAnswersTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final LastAnswers<String, String> answers = new LastAnswers<>(now::get);

  private Optional<String> get(CompletableFuture<String> answer) {
    Supplier<CompletableFuture<String>> question =
        () -> {
          asked.incrementAndGet();
          return answer;
        };
    return answers.get("key", question, Duration.ofMillis(1));
  }

  private static CompletableFuture<String> done(String answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static CompletableFuture<String> failed() {
    return CompletableFuture.failedFuture(new IllegalStateException("nobody is there"));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void theSameIsAskedOnceInAMoment() {
    assertThat(get(done("a"))).contains("a");
    assertThat(get(done("b"))).contains("a");
    pass(LastAnswers.FRESH);
    assertThat(get(done("b"))).contains("b");
    assertThat(asked).hasValue(2);
  }

  @Test
  void theLastIsGivenWhileANewOneIsUnderWay() {
    assertThat(get(done("a"))).contains("a");
    pass(LastAnswers.FRESH);
    CompletableFuture<String> slow = new CompletableFuture<>();
    assertThat(get(slow)).contains("a");
    pass(LastAnswers.FRESH);
    assertThat(get(done("never asked"))).contains("a");
    slow.complete("b");
    pass(LastAnswers.FRESH.dividedBy(2));
    assertThat(get(done("c"))).contains("c");
    assertThat(asked).hasValue(3);
  }

  @Test
  void afterFailuresTheLastIsGivenUntilItIsStale() {
    assertThat(get(failed())).isEmpty();
    pass(LastAnswers.FRESH);
    assertThat(get(done("a"))).contains("a");
    pass(LastAnswers.STALE);
    assertThat(get(failed())).contains("a");
    pass(LastAnswers.FRESH);
    assertThat(
            answers.get(
                "key",
                () -> {
                  throw new IllegalStateException("closed");
                },
                Duration.ofMillis(1)))
        .isEmpty();
  }

  /** However many things are looked at, few are kept. */
  @Test
  void whatNobodyAsksForAnyMoreIsForgotten() {
    get(done("a"));
    for (int i = 0; i < 100; i++) {
      assertThat(answers.get("other " + i, () -> done("x"), Duration.ofMillis(1))).contains("x");
    }
    assertThat(get(done("b"))).contains("b");
  }
}
