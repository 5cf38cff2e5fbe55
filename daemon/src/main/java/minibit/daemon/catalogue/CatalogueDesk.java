package minibit.daemon.catalogue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Change;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.index.CatalogueIndex;
import minibit.daemon.catalogue.index.IndexSource;
import minibit.group.member.GroupListener;
import minibit.group.member.GroupMember;
import minibit.group.member.Office;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this daemon knows of the group's files: it answers from its own catalogue while it is the
 * tracker, and asks the tracker otherwise. A voter whose group has no tracker answers from its own
 * copy and says so. Questions never block; they fail with {@link CatalogueException}. Safe for
 * threads.
 *
 * <p>It hears what the group tells ({@link GroupListener}), and is told the member once that is
 * started.
 */
public final class CatalogueDesk implements GroupListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CatalogueDesk.class);

  private final Predicate<PiecesRoot> have;
  private final Announced announced;
  private final CatalogueIndex index;
  private final CopyOnWriteArrayList<Consumer<PiecesRoot>> onHolder = new CopyOnWriteArrayList<>();
  private volatile @Nullable Following following;

  /** The member, and what can be done with it. */
  private record Following(
      GroupMember member, CatalogueAnswers answers, Asking asking, HolderNews news) {}

  private CatalogueDesk(Path folder, Predicate<PiecesRoot> have, Announced announced)
      throws IOException {
    this.have = have;
    this.announced = announced;
    this.index = CatalogueIndex.open(folder, this::source);
  }

  /**
   * A desk for a member to come.
   *
   * @param folder of the search index, such as {@code <home>/index}; used only while this member
   *     votes, and made again if it is lost
   * @param have whether this daemon has a content whole; asked for every result, so it is quick
   * @param announced who asked for peers here, while this member is the tracker
   * @throws IOException if the folder cannot be written
   */
  public static CatalogueDesk open(Path folder, Predicate<PiecesRoot> have, Announced announced)
      throws IOException {
    return new CatalogueDesk(folder, have, announced);
  }

  private Optional<IndexSource> source() {
    Following known = following;
    return known == null ? Optional.empty() : known.member().voter().map(VoterSource::new);
  }

  /** The member for which this desk asks and answers. Once, right after it started. */
  public void follow(GroupMember started) {
    CatalogueAnswers answers = new CatalogueAnswers(started, index, announced);
    following =
        new Following(
            started, answers, new Asking(started, answers), new HolderNews(started, onHolder));
  }

  /** The member has left its group: what was known of it is told no more. */
  public void unfollow() {
    following = null;
  }

  /** Whether a message of that number is for this desk. */
  public static boolean answers(int service) {
    return Service.of(service).isPresent();
  }

  /** Contents by words. */
  public CompletableFuture<SearchPage> search(SearchQuery query) {
    return pages(
        query.offset(),
        query.limit(),
        (offset, limit) -> ask(new Question.Search(query.page(offset, limit)), SearchPage.class));
  }

  /**
   * A member's files by path.
   *
   * @param member its name, or the first digits of its id
   */
  public CompletableFuture<SearchPage> browse(String member, int offset, int limit) {
    SearchQuery page = SearchQuery.of("").page(offset, limit);
    return pages(
        page.offset(),
        page.limit(),
        (from, most) -> ask(new Question.Browse(member, from, most), SearchPage.class));
  }

  /** A page is what fits into a message; what is missing of a longer one is asked for again. */
  private CompletableFuture<SearchPage> pages(
      int offset, int limit, BiFunction<Integer, Integer, CompletableFuture<SearchPage>> asking) {
    return asking
        .apply(offset, limit)
        .thenCompose(
            page -> {
              int end = Math.min(page.total(), offset + limit);
              return page.next() >= end || page.next() <= offset
                  ? CompletableFuture.completedFuture(marked(page))
                  : pages(page.next(), end - page.next(), asking)
                      .thenApply(rest -> joined(marked(page), rest));
            });
  }

  private static SearchPage joined(SearchPage page, SearchPage rest) {
    List<SearchHit> hits = new ArrayList<>(page.hits());
    hits.addAll(rest.hits());
    return new SearchPage(
        rest.total(),
        page.offset(),
        rest.next(),
        hits,
        page.similar() || rest.similar(),
        page.stale() || rest.stale());
  }

  private SearchPage marked(SearchPage page) {
    return new SearchPage(
        page.total(),
        page.offset(),
        page.next(),
        page.hits().stream().map(hit -> hit.have(have.test(hit.root()))).toList(),
        page.similar(),
        page.stale());
  }

  /** All members, present and away, by name. */
  public CompletableFuture<List<MemberView>> members() {
    return ask(new Question.Members(), Question.MemberList.class)
        .thenApply(Question.MemberList::members);
  }

  /**
   * Those that these texts mean, one for each.
   *
   * @param named a name, or at least four first digits of an id; what fits several is refused
   */
  public CompletableFuture<List<MemberView>> members(List<String> named) {
    return members()
        .thenApply(all -> named.stream().map(text -> MemberNames.one(all, text)).toList());
  }

  /**
   * All contents that somebody present holds and that this may mean, at most 20.
   *
   * @param idOrName first digits of a root or info-hash, or an exact name, or a path; a name is
   *     compared without case and accents only where none fits as it stands
   */
  public CompletableFuture<List<FoundContent>> find(String idOrName) {
    return ask(new Question.Find(idOrName), Question.FoundList.class)
        .thenApply(
            found ->
                found.contents().stream()
                    .map(content -> content.have(have.test(content.root())))
                    .toList());
  }

  /** A content, also while none of its holders is present. */
  public CompletableFuture<Optional<FoundContent>> content(PiecesRoot root) {
    return ask(new Question.ContentOf(root), Question.MaybeFound.class)
        .thenApply(found -> found.content().map(content -> content.have(have.test(root))));
  }

  /** Present members that have a content or a part of it, whole ones first. */
  public CompletableFuture<List<HolderView>> holders(PiecesRoot root) {
    return ask(new Question.Holders(root), Question.HolderList.class)
        .thenApply(Question.HolderList::holders);
  }

  /** Where those listen who announced for this torrent and are no members; by its 20-byte names. */
  public CompletableFuture<List<PeerAddress>> announced(List<InfoHash> hashes) {
    return ask(new Question.Announced(hashes), Question.AddressList.class)
        .thenApply(Question.AddressList::addresses);
  }

  /** Somebody who is no member came into this torrent's swarm. Any thread; returns at once. */
  public void onAnnounced(InfoHash hash) {
    Following known = following;
    if (known != null) {
      known.news().onAnnounced(hash);
    }
  }

  /** What an info-hash means in this group: of v1, of v2, or the first 20 bytes of v2. */
  public CompletableFuture<Optional<NamedContent>> resolve(InfoHash hash) {
    return ask(new Question.Resolve(hash), Question.MaybeNamed.class)
        .thenApply(Question.MaybeNamed::content);
  }

  /**
   * Hears when somebody else begins to fetch, or has, a content that this member fetches: within a
   * second. Called on any thread; hand long work on.
   *
   * @return closes to hear no more
   */
  public AutoCloseable onHolder(Consumer<PiecesRoot> listener) {
    onHolder.add(listener);
    return () -> onHolder.remove(listener);
  }

  /** How far the index of this member is. */
  public IndexStatus index() {
    Following known = following;
    return new IndexStatus(
        index.contents(),
        index.covered(),
        index.lag(),
        index.isRebuilding(),
        known == null ? 0 : known.member().tampered());
  }

  private <A> CompletableFuture<A> ask(Question<A> question, Class<A> type) {
    Following known = following;
    return known == null
        ? CompletableFuture.failedFuture(
            new CatalogueException(
                CatalogueException.NO_TRACKER,
                Sentence.of("in-no-group", "this daemon is in no group")))
        : known.asking().ask(question, type);
  }

  @Override
  public void onOffice(Office office) {
    Following known = following;
    if (known != null) {
      known.asking().onOffice(office);
      known.news().onOffice();
    }
  }

  @Override
  public void onApplied(long entry, CatalogueCommand command, List<Change> changes) {
    index.onApplied(entry, changes);
    Following known = following;
    if (known != null) {
      known.news().onChanges(changes);
    }
  }

  @Override
  public void onReplaced(long entry) {
    index.onReplaced(entry);
  }

  @Override
  public void onPartialHolder(PiecesRoot root, MemberId holder) {
    Following known = following;
    if (known != null) {
      known.news().onPartialHolder(root, holder);
    }
  }

  @Override
  public byte[] onRelay(MemberId from, int service, byte[] body) {
    try {
      return relayed(from, service, body);
    } catch (CatalogueException e) {
      return CatalogueJson.refusal(e);
    } catch (RuntimeException e) {
      // Our own mistake: said here, and the asker is not left to look for another tracker.
      log.error("a question of {} failed", from.brief(), e);
      return CatalogueJson.refusal(
          new CatalogueException(
              CatalogueException.FAILED,
              Sentence.of("tracker-failed", "the tracker failed to answer")));
    }
  }

  private byte[] relayed(MemberId from, int service, byte[] body) {
    Following known = following;
    Service wanted =
        Service.of(service)
            .orElseThrow(
                () ->
                    new CatalogueException(
                        CatalogueException.BAD_QUERY,
                        Sentence.of("no-such-service", "no such service: {0}", service)));
    if (known == null) {
      throw new CatalogueException(
          CatalogueException.NO_TRACKER, Sentence.of("starting", "this daemon is starting"));
    }
    if (wanted == Service.NEW_HOLDER) {
      return heard(known, from, body);
    }
    if (!known.member().isTracker()) {
      throw new CatalogueException(
          CatalogueException.NO_TRACKER, Sentence.of("not-in-office", "not the tracker in office"));
    }
    Question<?> question = CatalogueJson.question(wanted, body);
    return CatalogueJson.answer(known.answers().answer(question, false));
  }

  /** Only the tracker brings news; what others say is passed over. */
  private static byte[] heard(Following known, MemberId from, byte[] body) {
    boolean tracker =
        known
            .member()
            .status()
            .office()
            .filter(office -> office.tracker().id().equals(from))
            .isPresent();
    if (tracker && body.length == PiecesRoot.LENGTH) {
      known.news().hear(PiecesRoot.of(body));
    }
    return new byte[0];
  }

  /** Stops answering, and puts the index on disk. */
  @Override
  public void close() {
    onHolder.clear();
    index.close();
  }
}
