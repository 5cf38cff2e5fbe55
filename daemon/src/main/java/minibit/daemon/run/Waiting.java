package minibit.daemon.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.catalogue.CatalogueException;

/** Waits for answers on behalf of the API, and says their failures in its words. */
final class Waiting {
  /** Longer than the catalogue looks for a tracker; only a fault of ours takes as long. */
  private static final long MOST_SECONDS = 30;

  private Waiting() {}

  static <T> T on(CompletableFuture<T> answer) {
    try {
      return answer.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw asApi(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw ApiException.failed(
          "too-slow", Sentence.of("no-answer-s", "no answer within {0} s", MOST_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.failed("stopping", Sentence.of("stopping", "the daemon is stopping"));
    }
  }

  private static RuntimeException asApi(Throwable failure) {
    return switch (failure) {
      case CatalogueException catalogue -> ofCatalogue(catalogue);
      case RuntimeException ours -> ours;
      default ->
          ApiException.failed("failed", Sentence.plain(String.valueOf(failure.getMessage())));
    };
  }

  static ApiException ofCatalogue(CatalogueException failure) {
    return switch (failure.code()) {
      case CatalogueException.NO_TRACKER -> ApiException.noTracker(failure.sentence());
      case CatalogueException.NO_SUCH_MEMBER, CatalogueException.MEMBER_AWAY ->
          ApiException.notFound(failure.code(), failure.sentence());
      case CatalogueException.AMBIGUOUS_MEMBER ->
          ApiException.conflict(
              failure.code(),
              Sentence.of(
                  "told-of",
                  "{0}: {1}",
                  failure.sentence(),
                  String.join(", ", failure.candidates())));
      case CatalogueException.BAD_QUERY ->
          ApiException.badRequest(failure.code(), failure.sentence());
      default -> ApiException.failed(failure.code(), failure.sentence());
    };
  }
}
