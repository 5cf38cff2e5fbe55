package minibit.daemon.fetch;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.daemon.catalogue.CatalogueException;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.catalogue.SearchQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries whose new matches are fetched as they appear. Only the owner's thread. */
final class Followed {
  private static final Logger LOG = LoggerFactory.getLogger(Followed.class);

  /** Bytes of an id: digits that no content begins with are not needed, only few queries exist. */
  private static final int ID_BYTES = 6;

  /** Queries followed at one time: each is asked again and again. */
  private static final int MAX_FOLLOWED = 50;

  private final FetchHost host;
  private final Starter starter;
  private final Map<String, Following> queries = new LinkedHashMap<>();
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

  Followed(FetchHost host, Starter starter) {
    this.host = host;
    this.starter = starter;
  }

  void restore() {
    host.store().followings().forEach(following -> queries.put(following.id(), following));
  }

  int size() {
    return queries.size();
  }

  List<Following> list() {
    return List.copyOf(queries.values());
  }

  /**
   * Follows this from now on.
   *
   * @throws FetchException with {@code too-many}
   */
  Following add(SearchQuery query, GetOptions options) {
    if (queries.size() >= MAX_FOLLOWED) {
      throw new FetchException(
          FetchException.Code.TOO_MANY, "more than " + MAX_FOLLOWED + " queries are not followed");
    }
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    Following following =
        new Following("follow-" + HexFormat.of().formatHex(id), query, options, Instant.now(), 0);
    put(following);
    due = System.nanoTime() + host.config().followEvery().toNanos();
    return following;
  }

  private void put(Following following) {
    queries.put(following.id(), following);
    host.store().put(following);
  }

  /** So many more transfers came of it. */
  Following count(String id, int started) {
    Following counted = queries.get(id);
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
      host.store().removeFollowing(id);
    }
    return was;
  }

  /** Asks all of them again if it is time to. */
  void tick(long nanos) {
    if (asking || queries.isEmpty() || nanos - due < 0) {
      return;
    }
    asking = true;
    List<Following> now = list();
    host.helpers()
        .execute(
            () -> {
              now.forEach(this::look);
              host.owner()
                  .execute(
                      () -> {
                        asking = false;
                        due = System.nanoTime() + host.config().followEvery().toNanos();
                      });
            });
  }

  private void look(Following following) {
    try {
      List<SearchHit> hits = Matches.of(host.catalogue(), following.query());
      host.owner().execute(() -> take(following, hits));
    } catch (CatalogueException e) {
      LOG.debug("following {} waits: {}", following.query().text(), e.text());
    } catch (RuntimeException e) {
      LOG.warn("following {} failed", following.query().text(), e);
    }
  }

  private void take(Following following, List<SearchHit> hits) {
    if (queries.containsKey(following.id())) {
      List<String> started = starter.start(hits, following.options(), true);
      if (!started.isEmpty()) {
        count(following.id(), started.size());
      }
    }
  }
}
