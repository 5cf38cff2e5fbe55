package minibit.daemon.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.Holding;
import minibit.core.catalogue.Member;
import minibit.core.catalogue.Naming;
import minibit.core.id.InfoHash;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.index.CatalogueIndex;
import minibit.group.member.GroupMember;
import minibit.group.vote.Voter;

/** Answers from the catalogue of this member, which is the group's truth while it is in office. */
final class CatalogueAnswers implements Answers {
  /** How long the index may take to follow the catalogue before an answer is called stale. */
  static final Duration CATCH_UP = Duration.ofMillis(300);

  private final GroupMember member;
  private final SearchDesk searches;
  private final FindDesk finds;
  private final AttendanceDesk attendance;
  private final SealChecks seals = new SealChecks();
  private final Announced announced;

  CatalogueAnswers(GroupMember member, CatalogueIndex index, Announced announced) {
    this.announced = announced;
    this.member = member;
    this.searches = new SearchDesk(index, seals);
    this.finds = new FindDesk(index, seals);
    this.attendance = new AttendanceDesk(member);
  }

  @Override
  public Object answer(Question<?> question, boolean stale) {
    Voter voter =
        member
            .voter()
            .orElseThrow(
                () ->
                    new CatalogueException(
                        CatalogueException.NO_TRACKER,
                        Sentence.of("no-catalogue", "this member keeps no catalogue")));
    return switch (question) {
      case Question.Search(SearchQuery query) -> searches.search(voter, query, stale);
      case Question.Browse browse -> browse(voter, browse, stale);
      case Question.Members() -> attendance.members(voter);
      case Question.Find(String text) -> finds.find(voter, text, stale);
      case Question.ContentOf(var root) ->
          new Question.MaybeFound(
              views(
                  voter,
                  state -> Snapshot.of(state, root),
                  (views, snapshot) -> snapshot.map(views::found)));
      case Question.Holders(var root) -> attendance.holders(voter, root);
      case Question.Resolve(InfoHash hash) -> new Question.MaybeNamed(resolve(voter, hash));
      case Question.Announced(var hashes) -> new Question.AddressList(announced.of(hashes));
    };
  }

  private interface Viewing<T, R> {
    R view(ContentViews views, T read);
  }

  private record Read<T>(T read, ContentViews views) {}

  /** Reads, then looks at what was read without holding anybody up. */
  private <T, R> R views(Voter voter, Function<CatalogueState, T> reader, Viewing<T, R> viewing) {
    Read<T> read =
        voter.read(state -> new Read<>(reader.apply(state), ContentViews.of(state, seals)));
    return viewing.view(read.views(), read.read());
  }

  private record Shelf(int total, List<Holding> holdings, List<Snapshot> contents) {}

  private SearchPage browse(Voter voter, Question.Browse browse, boolean stale) {
    SearchQuery page = SearchQuery.of("").page(browse.offset(), browse.limit());
    return views(
        voter,
        state -> shelf(state, browse.member(), page),
        (views, shelf) -> {
          SearchPages pages = new SearchPages(page.offset());
          for (int i = 0; i < shelf.holdings().size(); i++) {
            if (!pages.add(views.hit(shelf.contents().get(i), shelf.holdings().get(i)))) {
              break;
            }
          }
          return pages.page(shelf.total(), false, stale);
        });
  }

  private static Shelf shelf(CatalogueState state, String name, SearchQuery page) {
    Member owner = MemberNames.one(state, name);
    if (!owner.present()) {
      throw new CatalogueException(
          CatalogueException.MEMBER_AWAY,
          Sentence.of(
              "member-away",
              "{0} is away; its files are shown again when it is back",
              owner.name()));
    }
    List<Holding> all = state.browse(owner.id(), null, page.offset() + page.limit());
    List<Holding> holdings = all.subList(Math.min(page.offset(), all.size()), all.size());
    List<Snapshot> contents =
        holdings.stream().map(holding -> Snapshot.of(state, holding.root()).orElseThrow()).toList();
    return new Shelf(state.fileCount(owner.id()), holdings, contents);
  }

  private static Optional<NamedContent> resolve(Voter voter, InfoHash hash) {
    return voter.read(
        state ->
            state
                .content(hash)
                .flatMap(content -> content.naming(hash).map(name -> named(content, name))));
  }

  private static NamedContent named(Content content, Naming name) {
    return new NamedContent(content.root(), name.name(), name.v1(), name.v2(), content.size());
  }
}
