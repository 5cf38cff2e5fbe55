package minibit.daemon.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SavedSearch;
import minibit.daemon.api.model.SavedSearches;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SearchToSave;
import minibit.daemon.api.model.SortBy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps questions, and asks those with an alert again and again: what was registered since the last
 * time is told. Any thread; a round waits for the catalogue.
 */
final class SearchBook {
  /** How often to look. */
  static final Duration LOOK = Duration.ofSeconds(10);

  /** New matches told of one search in one round. */
  private static final Page NEWEST = new Page(0, 100);

  private static final Logger LOG = LoggerFactory.getLogger(SearchBook.class);
  private static final String NAME = "searches";

  private final Ledger ledger;
  private final Function<SearchRequest, SearchAnswer> catalogue;
  private final Hits hits;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<String, Kept> searches = new LinkedHashMap<>();

  /** Hears of new matches. */
  @FunctionalInterface
  public interface Hits {
    /** These were registered since the search was asked last. */
    void hit(SavedSearch search, List<FileResult> results);
  }

  /** A search and how far it was told: up to an instant, and these of that very instant. */
  record Kept(SavedSearch search, Instant until, List<String> told) {
    Kept {
      told = List.copyOf(told);
    }
  }

  /** All of them, as they are written down. */
  record Book(List<Kept> searches) {
    Book {
      searches = List.copyOf(searches);
    }
  }

  SearchBook(
      Ledger ledger,
      Function<SearchRequest, SearchAnswer> catalogue,
      Hits hits,
      InstantSource clock,
      RandomGenerator random) {
    this.ledger = ledger;
    this.catalogue = catalogue;
    this.hits = hits;
    this.clock = clock;
    this.random = random;
    ledger.read(NAME, Book.class).ifPresent(book -> book.searches().forEach(kept -> put(kept)));
  }

  private void put(Kept kept) {
    searches.put(kept.search().id(), kept);
  }

  private void write() {
    ledger.write(NAME, new Book(List.copyOf(searches.values())));
  }

  synchronized SavedSearches list() {
    return new SavedSearches(searches.values().stream().map(Kept::search).toList());
  }

  synchronized SavedSearch save(SearchToSave wanted) {
    if (searches.size() >= SavedSearches.MAX) {
      throw ApiException.conflict(
          "too-many-searches",
          Sentence.of(
              "too-many-searches", "more than {0} searches are not kept", SavedSearches.MAX));
    }
    String id;
    do {
      id = HexFormat.of().toHexDigits(random.nextInt());
    } while (searches.containsKey(id));
    SavedSearch search =
        new SavedSearch(id, wanted.name(), wanted.query().with(Page.FIRST), wanted.alert(), 0);
    put(new Kept(search, clock.instant(), List.of()));
    write();
    return search;
  }

  synchronized void remove(String id) {
    if (searches.remove(id) == null) {
      throw ApiException.notFound(
          "no-such-search", Sentence.of("no-such-search", "no search is kept under {0}", id));
    }
    write();
  }

  private synchronized List<Kept> alerts() {
    return searches.values().stream().filter(kept -> kept.search().alert()).toList();
  }

  /** Asks all that have an alert; called every {@link #LOOK}. */
  void look() {
    for (Kept kept : alerts()) {
      try {
        SearchAnswer answer = catalogue.apply(fresh(kept));
        if (!answer.stale()) {
          heard(kept, answer.results());
        }
      } catch (ApiException e) {
        // Without a tracker nothing new is registered either.
        LOG.debug("the search {} is asked again later", kept.search().name(), e);
      }
    }
  }

  /** Only what was registered since. */
  private static SearchRequest fresh(Kept kept) {
    SearchRequest query = kept.search().query();
    Instant since = query.after().filter(kept.until()::isBefore).orElse(kept.until());
    return new SearchRequest(
        query.q(),
        query.type(),
        query.ext(),
        query.minSize(),
        query.maxSize(),
        query.member(),
        query.publisher(),
        Optional.of(since),
        query.before(),
        SortBy.NEWEST,
        NEWEST);
  }

  private void heard(Kept kept, List<FileResult> results) {
    List<FileResult> fresh =
        results.stream().filter(result -> !kept.told().contains(result.id())).toList();
    if (fresh.isEmpty()) {
      return;
    }
    Instant until =
        results.stream().map(FileResult::registered).max(Instant::compareTo).orElseThrow();
    List<String> told =
        results.stream()
            .filter(result -> result.registered().equals(until))
            .map(FileResult::id)
            .toList();
    SavedSearch old = kept.search();
    SavedSearch search =
        new SavedSearch(old.id(), old.name(), old.query(), old.alert(), old.seen() + fresh.size());
    synchronized (this) {
      if (!searches.containsKey(old.id())) {
        return;
      }
      put(new Kept(search, until, told));
      write();
    }
    hits.hit(search, fresh);
  }
}
