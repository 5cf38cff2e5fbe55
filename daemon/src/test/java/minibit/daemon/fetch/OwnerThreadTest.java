package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import minibit.daemon.fetch.model.FetchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever asks the owner of the transfers is answered, also when it ends. */
@Timeout(60)
class OwnerThreadTest {
  private final OwnerThread owner = new OwnerThread();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  /** A step that takes long, as on a disk that hangs, and is not to be interrupted. */
  private void hang() {
    begun.countDown();
    while (over.getCount() > 0) {
      Thread.interrupted();
      Thread.onSpinWait();
    }
  }

  private static <T> CompletableFuture<T> ask(java.util.function.Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(question.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  private static void assertClosed(CompletableFuture<?> answer) {
    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            FetchException.class, e -> assertThat(e.code()).isEqualTo(FetchException.Code.CLOSED));
  }

  /**
   * What waits behind a step that hangs, and that step itself, get an answer; so does who is late.
   */
  @Test
  void nobodyWaitsForEver() throws Exception {
    try {
      CompletableFuture<String> hanging =
          ask(
              () ->
                  owner.call(
                      () -> {
                        hang();
                        return "too late";
                      }));
      begun.await();
      CountDownLatch asked = new CountDownLatch(1);
      CompletableFuture<String> behind =
          ask(
              () -> {
                asked.countDown();
                return owner.call(() -> "never");
              });
      asked.await();
      // AWAIT

      owner.close();

      assertClosed(behind);
      assertClosed(hanging);
      assertClosed(ask(() -> owner.call(() -> "late")));
    } finally {
      over.countDown();
    }
  }

  /** What was asked before the end is still done. */
  @Test
  void whatWasAskedBeforeIsAnswered() throws Exception {
    CompletableFuture<String> slow =
        ask(
            () ->
                owner.call(
                    () -> {
                      begun.countDown();
                      return "done";
                    }));
    begun.await();
    owner.close();
    assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo("done");
  }
}
