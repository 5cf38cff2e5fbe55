package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.SavedSearch;
import minibit.daemon.api.model.SavedSearches;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SearchToSave;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved search with an alert tells every new match, and tells it once. */
class SearchBookTest {
  private static final Instant START = Instant.parse("2026-03-04T10:00:00Z");

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<FileResult> catalogue = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean silent;
  private boolean stale;

  private SearchAnswer answer(SearchRequest request) {
    if (silent) {
      throw ApiException.noTracker(Sentence.plain("nobody is in office"));
    }
    List<FileResult> fit =
        catalogue.stream()
            .filter(file -> !file.registered().isBefore(request.after().orElseThrow()))
            .filter(file -> file.name().contains(request.q()))
            .toList();
    return SearchAnswer.plain(request.q(), fit.size(), 0, stale, fit);
  }

  private SearchBook book(Ledger ledger) {
    return new SearchBook(
        ledger,
        this::answer,
        (search, results) ->
            results.forEach(result -> told.add(search.name() + ": " + result.name())),
        now::get,
        new Random(1));
  }

  private void register(String name, Instant at) {
    catalogue.add(
        new FileResult(
            "id of " + name,
            name,
            name,
            1,
            "text/plain",
            "root",
            "v1",
            "v2",
            false,
            Optional.empty(),
            List.of(),
            at));
  }

  @Test
  void everyNewMatchIsToldOnce() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      register("old paper", START.minusSeconds(5));
      SearchBook book = book(ledger);
      book.save(new SearchToSave("papers", SearchRequest.of("paper"), true));
      book.save(new SearchToSave("quiet", SearchRequest.of("paper"), false));
      book.look();
      assertThat(told).isEmpty();

      register("first paper", START.plusSeconds(10));
      book.look();
      book.look();
      // Registered in the same instant as one that was told, and heard of later.
      register("twin paper", START.plusSeconds(10));
      register("a song", START.plusSeconds(11));
      book.look();
      assertThat(told).containsExactly("papers: first paper", "papers: twin paper");

      silent = true;
      register("third paper", START.plusSeconds(20));
      book.look();
      silent = false;
      stale = true;
      book.look();
      assertThat(told).hasSize(2);
    }
    stale = false;
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      SearchBook book = book(ledger);
      book.look();
      assertThat(told).hasSize(3).endsWith("papers: third paper");
      assertThat(book.list().searches())
          .extracting(SavedSearch::name, SavedSearch::seen)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("papers", 3L),
              org.assertj.core.groups.Tuple.tuple("quiet", 0L));
    }
  }

  @Test
  void theyAreRemovedAndTheirNumberIsBounded() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      SearchBook book = book(ledger);
      for (int i = 0; i < SavedSearches.MAX; i++) {
        book.save(new SearchToSave("n" + i, SearchRequest.of("x"), false));
      }
      assertThatThrownBy(() -> book.save(new SearchToSave("more", SearchRequest.of("x"), false)))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.code()).isEqualTo("too-many-searches"));
      book.remove(book.list().searches().getFirst().id());
      assertThat(book.list().searches()).hasSize(SavedSearches.MAX - 1);
      assertThatThrownBy(() -> book.remove("no such"))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.code()).isEqualTo("no-such-search"));
    }
  }
}
