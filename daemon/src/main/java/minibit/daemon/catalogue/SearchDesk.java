package minibit.daemon.catalogue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Member;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.index.CatalogueIndex;
import minibit.daemon.catalogue.index.IndexPage;
import minibit.daemon.catalogue.index.IndexQuery;
import minibit.daemon.catalogue.index.Presence;
import minibit.group.vote.Voter;

/** Searches: the index says which contents, the catalogue says what they are. */
final class SearchDesk {
  /** Searches at a time: more only wait for the same cores, each with its memory. */
  private static final int AT_A_TIME = 8;

  /** How long a search waits for its turn. */
  private static final Duration TURN = Duration.ofSeconds(1);

  private final CatalogueIndex index;
  private final SealChecks seals;
  private final Semaphore turns = new Semaphore(AT_A_TIME);

  SearchDesk(CatalogueIndex index, SealChecks seals) {
    this.index = index;
    this.seals = seals;
  }

  SearchPage search(Voter voter, SearchQuery query, boolean stale) {
    boolean current = !stale && index.awaitCaughtUp(CatalogueAnswers.CATCH_UP);
    try {
      if (!turns.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CatalogueException(
            CatalogueException.BUSY,
            Sentence.of(
                "tracker-busy", "the tracker answers many searches; try again in a moment"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogueException(CatalogueException.BUSY, Sentence.plain("interrupted"));
    }
    try {
      return now(voter, query, !current);
    } finally {
      turns.release();
    }
  }

  private record Asked(Presence presence, Optional<IndexQuery> query) {}

  private SearchPage now(Voter voter, SearchQuery query, boolean stale) {
    Asked asked =
        voter.read(state -> new Asked(Presence.of(state.members()), forIndex(state, query)));
    if (asked.query().isEmpty()) {
      return new SearchPages(query.offset()).page(0, false, stale);
    }
    IndexPage found;
    try {
      found = index.search(asked.query().get(), asked.presence());
    } catch (IOException e) {
      throw new CatalogueException(
          CatalogueException.NO_INDEX,
          Sentence.of("index-unreadable", "the search index cannot be read: {0}", e.getMessage()));
    }
    return page(voter, query, found, stale);
  }

  private record Contents(List<Optional<Snapshot>> contents, ContentViews views) {}

  private SearchPage page(Voter voter, SearchQuery query, IndexPage found, boolean stale) {
    Contents contents =
        voter.read(
            state ->
                new Contents(
                    found.roots().stream().map(root -> Snapshot.of(state, root)).toList(),
                    ContentViews.of(state, seals)));
    SearchPages page = new SearchPages(query.offset());
    for (Optional<Snapshot> snapshot : contents.contents()) {
      if (snapshot.isEmpty() || snapshot.get().live().isEmpty()) {
        page.pass();
      } else if (!page.add(contents.views().hit(snapshot.get()))) {
        break;
      }
    }
    return page.page(found.total(), found.similar(), stale);
  }

  /** Names become ids; empty if nothing can match, because who is asked for is away. */
  private static Optional<IndexQuery> forIndex(CatalogueState state, SearchQuery query) {
    SearchFilter filter = query.filter();
    Optional<Member> holder = filter.member().map(name -> MemberNames.one(state, name));
    if (holder.isPresent() && !holder.get().present()) {
      return Optional.empty();
    }
    List<byte[]> publishers =
        filter.publisher().map(name -> MemberNames.publishers(state, name)).orElse(List.of());
    return Optional.of(
        new IndexQuery(
            query.text(),
            new IndexQuery.Filter(
                filter.kinds(),
                filter.mediaTypes(),
                filter.extensions(),
                filter.minSize().orElse(0L),
                filter.maxSize().orElse(Long.MAX_VALUE),
                holder.map(Member::id),
                publishers,
                filter.after().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
                filter.before().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE)),
            order(query.sort()),
            query.offset(),
            query.limit()));
  }

  private static IndexQuery.Order order(SearchSort sort) {
    return switch (sort) {
      case RELEVANCE -> IndexQuery.Order.RELEVANCE;
      case NAME -> IndexQuery.Order.NAME;
      case LARGEST -> IndexQuery.Order.LARGEST;
      case SMALLEST -> IndexQuery.Order.SMALLEST;
      case NEWEST -> IndexQuery.Order.NEWEST;
      case OLDEST -> IndexQuery.Order.OLDEST;
      case MOST_HOLDERS -> IndexQuery.Order.MOST_HOLDERS;
      case FEWEST_HOLDERS -> IndexQuery.Order.FEWEST_HOLDERS;
    };
  }
}
