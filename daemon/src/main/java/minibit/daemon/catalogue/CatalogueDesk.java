package minibit.daemon.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.group.member.GroupListener;
import minibit.group.member.GroupMember;
import minibit.group.member.GroupStatus;
import minibit.group.member.Office;
import org.jspecify.annotations.Nullable;

/**
 * What this daemon knows of the group's files: it answers from its own catalogue while it is the
 * tracker, and asks the tracker otherwise. Questions never block; they fail with {@link
 * CatalogueException}. Safe for threads.
 *
 * <p>It hears what the group tells ({@link GroupListener}), and is told the member once that is
 * started.
 */
public final class CatalogueDesk implements GroupListener, AutoCloseable {
  private final Predicate<PiecesRoot> have;
  private final List<Consumer<PiecesRoot>> onHolder = new CopyOnWriteArrayList<>();
  private volatile @Nullable GroupMember member;
  private volatile @Nullable Asking asking;

  private CatalogueDesk(Predicate<PiecesRoot> have) {
    this.have = have;
  }

  /**
   * A desk for a member to come.
   *
   * @param have whether this daemon has a content whole; asked for every result, so it is quick
   */
  public static CatalogueDesk open(Predicate<PiecesRoot> have) {
    return new CatalogueDesk(have);
  }

  /** The member for which this desk asks and answers. Once, right after it started. */
  public void follow(GroupMember started) {
    asking = new Asking(started, this::answer);
    member = started;
  }

  /** Whether a message of that number is for this desk. */
  public static boolean answers(int service) {
    return Service.of(service).isPresent();
  }

  /** Contents by words. */
  public CompletableFuture<SearchPage> search(SearchQuery query) {
    return ask(new Question.Search(query), SearchPage.class).thenApply(this::marked);
  }

  /**
   * A member's files by path.
   *
   * @param member its name, or the first digits of its id
   */
  public CompletableFuture<SearchPage> browse(String member, int offset, int limit) {
    return ask(new Question.Browse(member, offset, limit), SearchPage.class)
        .thenApply(this::marked);
  }

  private SearchPage marked(SearchPage page) {
    return new SearchPage(
        page.total(),
        page.offset(),
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
   * All contents that somebody present holds and that this may mean, at most 20.
   *
   * @param idOrName first digits of a root or info-hash, or an exact name
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

  private <A> CompletableFuture<A> ask(Question<A> question, Class<A> type) {
    Asking known = asking;
    return known == null
        ? CompletableFuture.failedFuture(
            new CatalogueException(CatalogueException.NO_TRACKER, "the group is not started yet"))
        : known.ask(question, type);
  }

  private Object answer(Question<?> question, boolean stale) {
    throw new CatalogueException(
        CatalogueException.NO_TRACKER, Service.of(question) + " has no catalogue yet: " + stale);
  }

  @Override
  public void onOffice(Office office) {
    Asking known = asking;
    if (known != null) {
      known.onOffice(office);
    }
  }

  @Override
  public byte[] onRelay(MemberId from, int service, byte[] body) {
    GroupMember self = member;
    Optional<Service> known = Service.of(service);
    try {
      if (self == null || known.isEmpty()) {
        throw new CatalogueException(CatalogueException.BAD_QUERY, "no such service: " + service);
      }
      if (known.get() == Service.NEW_HOLDER) {
        return heard(self.status(), from, body);
      }
      if (!self.isTracker()) {
        throw new CatalogueException(CatalogueException.NO_TRACKER, "not the tracker in office");
      }
      return CatalogueJson.answer(answer(CatalogueJson.question(known.get(), body), false));
    } catch (CatalogueException e) {
      return CatalogueJson.refusal(e);
    }
  }

  private byte[] heard(GroupStatus status, MemberId from, byte[] body) {
    boolean tracker =
        status.office().filter(office -> office.tracker().id().equals(from)).isPresent();
    if (tracker && body.length == PiecesRoot.LENGTH) {
      PiecesRoot root = PiecesRoot.of(body);
      onHolder.forEach(listener -> listener.accept(root));
    }
    return new byte[0];
  }

  @Override
  public void close() {
    onHolder.clear();
  }
}
