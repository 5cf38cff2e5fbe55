package minibit.daemon.fetch.model;

import java.util.List;
import java.util.Optional;

/**
 * What came of fetching all matches.
 *
 * @param found matches
 * @param here of them, contents that are here already
 * @param running of them, transfers that were there already
 * @param started ids of the new transfers, in their order
 * @param following the query, if later matches are fetched too
 */
public record GetAllOutcome(
    int found, int here, int running, List<String> started, Optional<FollowedQuery> following) {
  /** Keeps a copy. */
  public GetAllOutcome {
    started = List.copyOf(started);
  }
}
