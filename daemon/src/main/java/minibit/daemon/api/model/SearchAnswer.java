package minibit.daemon.api.model;

import java.util.List;
import java.util.Optional;

/**
 * Contents found, one part of them.
 *
 * @param query as it was asked
 * @param total contents that fit
 * @param offset of the first of {@code results}
 * @param stale whether no tracker vouches that this is all
 * @param results in order
 * @param facets how many each narrower question would leave; empty unless asked for
 * @param folders that have what was asked for in their name; empty unless facets are asked for
 */
public record SearchAnswer(
    String query,
    long total,
    int offset,
    boolean stale,
    List<FileResult> results,
    Optional<Facets> facets,
    List<FolderResult> folders) {
  /** Keeps copies. */
  public SearchAnswer {
    folders = List.copyOf(folders);
    results = List.copyOf(results);
  }

  /** An answer without facets. */
  public static SearchAnswer plain(
      String query, long total, int offset, boolean stale, List<FileResult> results) {
    return new SearchAnswer(query, total, offset, stale, results, Optional.empty(), List.of());
  }

  /** The same with facets. */
  public SearchAnswer with(Facets counted, List<FolderResult> found) {
    return new SearchAnswer(query, total, offset, stale, results, Optional.of(counted), found);
  }
}
