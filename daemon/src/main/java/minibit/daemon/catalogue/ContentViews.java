package minibit.daemon.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.FileKind;
import minibit.core.catalogue.Holding;
import minibit.core.catalogue.Member;
import minibit.core.catalogue.Naming;
import minibit.core.catalogue.Publication;
import minibit.core.identity.MemberId;

/** Contents as others are told of them, with the names of members as they were then. */
final class ContentViews {
  /** Publishers beside the first that a result names; a found content names them all. */
  private static final int OTHER_PUBLISHERS = 3;

  private final Map<MemberId, String> names;
  private final SealChecks seals;

  private ContentViews(Map<MemberId, String> names, SealChecks seals) {
    this.names = names;
    this.seals = seals;
  }

  static ContentViews of(CatalogueState state, SealChecks seals) {
    Map<MemberId, String> names = new java.util.HashMap<>();
    for (Member member : state.members()) {
      names.put(member.id(), member.name());
    }
    return new ContentViews(names, seals);
  }

  /** What one calls itself; the first digits of the id of one that is gone. */
  String name(MemberId member) {
    return names.getOrDefault(member, member.brief());
  }

  SearchHit hit(Snapshot snapshot) {
    Content content = snapshot.content();
    Holding first =
        snapshot.live().isEmpty() ? content.holdings().getFirst() : snapshot.live().getFirst();
    return hit(snapshot, content.naming(), first.path());
  }

  /** The same under the name and path that one holder has it by. */
  SearchHit hit(Snapshot snapshot, Holding holding) {
    return hit(snapshot, holding.naming(), holding.path());
  }

  private SearchHit hit(Snapshot snapshot, Naming naming, String path) {
    Content content = snapshot.content();
    return new SearchHit(
        content.root(),
        naming.name(),
        path,
        content.namings().stream()
            .map(Naming::name)
            .filter(name -> !name.equals(naming.name()))
            .distinct()
            .toList(),
        content.size(),
        naming.mediaType(),
        FileKind.of(naming.mediaType(), naming.name()),
        naming.v1(),
        naming.v2(),
        holders(snapshot, path),
        snapshot.live().size(),
        signed(content, OTHER_PUBLISHERS),
        content.registered(),
        false);
  }

  FoundContent found(Snapshot snapshot) {
    Content content = snapshot.content();
    List<Proof> proofs = new ArrayList<>();
    for (Publication publication : content.publications()) {
      publication
          .proof()
          .map(path -> Proof.of(path, publication.name(), publication.statement(content).time()))
          .ifPresent(proofs::add);
    }
    return new FoundContent(
        content.root(),
        content.size(),
        content.namings().stream()
            .map(n -> new FoundContent.Name(n.name(), n.mediaType(), n.v1(), n.v2()))
            .toList(),
        holders(snapshot, ""),
        snapshot.live().size(),
        signed(content, Integer.MAX_VALUE),
        proofs,
        content.registered(),
        false);
  }

  private List<Holder> holders(Snapshot snapshot, String path) {
    return snapshot.live().stream()
        .limit(SearchHit.MAX_HOLDERS)
        .map(
            holding ->
                new Holder(
                    holding.member(),
                    name(holding.member()),
                    true,
                    Optional.of(holding.path()).filter(own -> !own.equals(path))))
        .toList();
  }

  private Optional<Signed> signed(Content content, int others) {
    return content
        .publisher()
        .map(
            first ->
                new Signed(
                    first.key(),
                    name(first.key().memberId()),
                    seals.isGenuine(first, content),
                    content.publications().stream()
                        .skip(1)
                        .limit(others)
                        .map(later -> signer(later, content))
                        .toList()));
  }

  private Signed.Signer signer(Publication publication, Content content) {
    return new Signed.Signer(
        publication.key(),
        name(publication.key().memberId()),
        seals.isGenuine(publication, content));
  }
}
