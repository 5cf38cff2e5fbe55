package minibit.daemon.fetch;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.CatalogueException;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.fetch.group.AllMatches;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.FollowedQuery;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.transfer.TransferContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries whose new matches are fetched as they appear. Only the owner's thread. */
final class FollowedQueries {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedQueries.class);

  /** Bytes of an id: digits that no content begins with are not needed, only few queries exist. */
  private static final int ID_BYTES = 6;

  /** Queries followed at one time: each is asked again and again. */
  private static final int MAX_FOLLOWED = 50;

  private final TransferContext context;
  private final Starter starter;
  private final Map<String, FollowedQuery> queries = new LinkedHashMap<>();
  private long due = System.nanoTime();
  private boolean asking;

  /** Begins transfers. */
  @FunctionalInterface
  interface Starter {
    /**
     * Begins what is neither here nor fetched.
     *
     * @param spareDeclined whether to leave out what the user removed
     * @return ids of the new transfers
     */
    List<String> start(List<SearchHit> hits, GetOptions options, boolean spareDeclined);
  }

  FollowedQueries(TransferContext context, Starter starter) {
    this.context = context;
    this.starter = starter;
  }

  void restore() {
    context.store().followings().forEach(following -> queries.put(following.id(), following));
  }

  int size() {
    return queries.size();
  }

  List<FollowedQuery> list() {
    return List.copyOf(queries.values());
  }

  /**
   * Follows this from now on.
   *
   * @throws FetchException with {@code too-many}
   */
  FollowedQuery add(SearchQuery query, GetOptions options) {
    if (queries.size() >= MAX_FOLLOWED) {
      throw new FetchException(
          FetchException.Code.TOO_MANY,
          Sentence.of("too-many-followed", "more than {0} queries are not followed", MAX_FOLLOWED));
    }
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    FollowedQuery following =
        new FollowedQuery(
            "follow-" + HexFormat.of().formatHex(id), query, options, Instant.now(), 0);
    put(following);
    due = System.nanoTime() + context.config().followEvery().toNanos();
    return following;
  }

  private void put(FollowedQuery following) {
    queries.put(following.id(), following);
    context.store().put(following);
  }

  /** So many more transfers came of it. */
  FollowedQuery count(String id, int started) {
    FollowedQuery counted = queries.get(id);
    if (counted == null) {
      throw new IllegalStateException("not followed: " + id);
    }
    put(counted.started(started));
    return counted.started(started);
  }

  /** Ends following; false if that id is none. */
  boolean remove(String id) {
    boolean was = queries.remove(id) != null;
    if (was) {
      context.store().removeFollowing(id);
    }
    return was;
  }

  /** Asks all of them again if it is time to. */
  void tick(long nanos) {
    if (asking || queries.isEmpty() || nanos - due < 0) {
      return;
    }
    asking = true;
    List<FollowedQuery> now = list();
    context
        .helpers()
        .execute(
            () -> {
              now.forEach(this::look);
              context
                  .owner()
                  .execute(
                      () -> {
                        asking = false;
                        due = System.nanoTime() + context.config().followEvery().toNanos();
                      });
            });
  }

  private void look(FollowedQuery following) {
    try {
      List<SearchHit> hits = AllMatches.of(context.catalogue(), following.query());
      context.owner().execute(() -> take(following, hits));
    } catch (CatalogueException e) {
      LOG.debug("following {} waits: {}", following.query().text(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("following {} failed", following.query().text(), e);
    }
  }

  private void take(FollowedQuery following, List<SearchHit> hits) {
    if (queries.containsKey(following.id())) {
      List<String> started = starter.start(hits, following.options(), true);
      if (!started.isEmpty()) {
        count(following.id(), started.size());
      }
    }
  }
}
