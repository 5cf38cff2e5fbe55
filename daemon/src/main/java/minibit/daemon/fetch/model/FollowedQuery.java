package minibit.daemon.fetch.model;

import java.time.Instant;
import minibit.daemon.catalogue.SearchQuery;

/**
 * A query whose matches are all fetched, also those that appear later.
 *
 * @param id names it, and ends it when it is removed like a transfer
 * @param query what is looked for
 * @param options how its matches are fetched
 * @param since when
 * @param started transfers so far
 */
public record FollowedQuery(
    String id, SearchQuery query, GetOptions options, Instant since, long started) {
  /** So many more transfers came of it. */
  public FollowedQuery started(long more) {
    return new FollowedQuery(id, query, options, since, started + more);
  }
}
