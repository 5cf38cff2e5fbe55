package minibit.daemon.run;

import java.util.List;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Candidate;
import minibit.daemon.catalogue.CatalogueDesk;
import minibit.daemon.catalogue.CatalogueException;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.catalogue.SearchQuery;

/**
 * What somebody may have meant who named a content that nobody has: what a search for it finds.
 * Told, never taken.
 */
final class Nearby {
  /** Enough to see what was meant; a search shows the rest. */
  private static final int SHOWN = 5;

  private Nearby() {}

  /** The refusal, 404, with what is near the name. */
  static ApiException notFound(CatalogueDesk desk, String idOrName) {
    return new ApiException(
        404,
        "no-such-file",
        Sentence.of("nobody-has", "nobody in the group has '{0}'", idOrName),
        candidates(desk, idOrName));
  }

  private static List<Candidate> candidates(CatalogueDesk desk, String idOrName) {
    try {
      return Waiting.on(desk.search(SearchQuery.of(idOrName).page(0, SHOWN))).hits().stream()
          .map(Nearby::candidate)
          .toList();
    } catch (ApiException | CatalogueException e) {
      // Not a question one can search for: nothing is near it.
      return List.of();
    }
  }

  private static Candidate candidate(SearchHit hit) {
    return new Candidate(
        hit.root().hex(), hit.name(), hit.size(), hit.mediaType(), hit.holderCount());
  }
}
