package minibit.daemon.api.model;

import java.util.List;

/**
 * Questions that are kept.
 *
 * @param searches in the order they were saved
 */
public record SavedSearches(List<SavedSearch> searches) {
  /** Most searches kept: those with an alert are each asked every half minute. */
  public static final int MAX = 200;

  /** Keeps a copy. */
  public SavedSearches {
    searches = List.copyOf(searches);
  }
}
