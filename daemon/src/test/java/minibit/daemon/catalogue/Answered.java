package minibit.daemon.catalogue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What a desk answers, waited for. */
final class Answered {
  private Answered() {}

  static <T> T get(CompletableFuture<T> answer) throws Exception {
    return answer.get(20, TimeUnit.SECONDS);
  }

  static String refusal(CompletableFuture<?> answer) throws Exception {
    try {
      answer.get(20, TimeUnit.SECONDS);
      throw new AssertionError("it was answered");
    } catch (ExecutionException e) {
      return e.getCause() instanceof CatalogueException refused ? refused.code() : "" + e;
    }
  }
}
