package minibit.daemon.catalogue;

import java.util.Objects;
import minibit.core.words.Sentence;

/**
 * What somebody looks for in the group.
 *
 * @param text words that must all occur in the name or the folders of a content; {@code foo*} and
 *     {@code f?o} are patterns; the last word may be unfinished; empty lists everything
 * @param filter what else must be true
 * @param sort in which order
 * @param offset how many results to pass over
 * @param limit how many to give at most
 */
public record SearchQuery(
    String text, SearchFilter filter, SearchSort sort, int offset, int limit) {
  /** Letters of a query: longer than any file name. */
  public static final int MAX_TEXT = 512;

  /** Results of one page: what a person, or a program, takes at a time. */
  public static final int MAX_LIMIT = 1000;

  /**
   * How far pages reach: a program that fetches all matches turns every page, and sorting this many
   * takes a few megabytes.
   */
  public static final int MAX_REACH = 200_000;

  /** Results of a page when nobody says. */
  public static final int USUAL_LIMIT = 50;

  /** Checks the limits; beyond them a {@link CatalogueException} says which. */
  public SearchQuery {
    Objects.requireNonNull(filter);
    Objects.requireNonNull(sort);
    if (text.length() > MAX_TEXT) {
      throw new CatalogueException(
          CatalogueException.BAD_QUERY,
          Sentence.of("query-too-long", "a query takes at most {0} letters", MAX_TEXT));
    }
    if (offset < 0 || limit < 0 || limit > MAX_LIMIT || offset > MAX_REACH - limit) {
      throw new CatalogueException(
          CatalogueException.BAD_QUERY,
          Sentence.of(
              "page-too-far",
              "a page has at most {0} results and ends before the {1}th",
              MAX_LIMIT,
              MAX_REACH));
    }
  }

  /** The best matches of these words. */
  public static SearchQuery of(String text) {
    return new SearchQuery(text, SearchFilter.NONE, SearchSort.RELEVANCE, 0, USUAL_LIMIT);
  }

  /** The same with a filter. */
  public SearchQuery with(SearchFilter other) {
    return new SearchQuery(text, other, sort, offset, limit);
  }

  /** The same in another order. */
  public SearchQuery sortedBy(SearchSort other) {
    return new SearchQuery(text, filter, other, offset, limit);
  }

  /** Another page of the same. */
  public SearchQuery page(int from, int most) {
    return new SearchQuery(text, filter, sort, from, most);
  }
}
