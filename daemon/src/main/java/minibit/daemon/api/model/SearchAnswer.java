package minibit.daemon.api.model;

import java.util.List;

/**
 * Contents found, one part of them.
 *
 * @param query as it was asked
 * @param total contents that fit
 * @param offset of the first of {@code results}
 * @param stale whether no tracker vouches that this is all
 * @param results in order
 */
public record SearchAnswer(
    String query, long total, int offset, boolean stale, List<FileResult> results) {
  /** Keeps a copy. */
  public SearchAnswer {
    results = List.copyOf(results);
  }
}
