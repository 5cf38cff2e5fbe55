package minibit.daemon.fetch.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import minibit.core.id.PiecesRoot;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.CatalogueException;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.catalogue.SearchPage;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.catalogue.SearchSort;

/** All that a query matches, page after page. On threads that may wait. */
public final class AllMatches {
  /** A page takes milliseconds; the tracker may have to be elected first. */
  private static final long PAGE_SECONDS = 10;

  private AllMatches() {}

  /**
   * Every content once, fewest holders first: what is most easily lost comes first.
   *
   * @throws CatalogueException as the catalogue does
   */
  public static List<SearchHit> of(Catalogue catalogue, SearchQuery query) {
    Map<PiecesRoot, SearchHit> hits = new LinkedHashMap<>();
    SearchQuery sorted = query.sortedBy(SearchSort.FEWEST_HOLDERS);
    int offset = 0;
    while (offset + SearchQuery.MAX_LIMIT <= SearchQuery.MAX_REACH) {
      SearchPage page = page(catalogue, sorted.page(offset, SearchQuery.MAX_LIMIT));
      page.hits().forEach(hit -> hits.putIfAbsent(hit.root(), hit));
      boolean last = page.next() <= offset || page.next() >= page.total();
      offset = page.next();
      if (last) {
        break;
      }
    }
    return new ArrayList<>(hits.values());
  }

  private static SearchPage page(Catalogue catalogue, SearchQuery query) {
    try {
      return catalogue.search(query).get(PAGE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogueException(CatalogueException.NO_TRACKER, Sentence.plain("interrupted"));
    } catch (TimeoutException e) {
      throw new CatalogueException(
          CatalogueException.NO_TRACKER,
          Sentence.of("tracker-silent", "the tracker does not answer"));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CatalogueException fault) {
        throw fault;
      }
      throw new CompletionException(e.getCause());
    }
  }
}
