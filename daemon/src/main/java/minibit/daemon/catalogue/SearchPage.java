package minibit.daemon.catalogue;

import java.util.List;

/**
 * A page of results.
 *
 * @param total how many there are on all pages, exactly
 * @param offset how many come before this page
 * @param next where the next page begins: this one may be shorter than was asked for
 * @param hits best first, or as was asked
 * @param similar whether words a letter or two away were taken, because too few matched exactly
 * @param stale whether a voter answered from its own copy, or before its index was up to date
 */
public record SearchPage(
    int total, int offset, int next, List<SearchHit> hits, boolean similar, boolean stale) {
  /** Keeps a copy. */
  public SearchPage {
    hits = List.copyOf(hits);
  }
}
