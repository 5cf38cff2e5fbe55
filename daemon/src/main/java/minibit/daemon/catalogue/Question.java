package minibit.daemon.catalogue;

import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;

/**
 * What members ask the tracker. Each has one kind of answer.
 *
 * @param <A> the answer
 */
sealed interface Question<A> {
  /** Contents by words. */
  record Search(SearchQuery query) implements Question<SearchPage> {}

  /** A member's files by path. */
  record Browse(String member, int offset, int limit) implements Question<SearchPage> {}

  /** All members. */
  record Members() implements Question<MemberList> {}

  /** Contents by id or exact name. */
  record Find(String text) implements Question<FoundList> {}

  /** One content. */
  record ContentOf(PiecesRoot root) implements Question<MaybeFound> {}

  /** Who has a content. */
  record Holders(PiecesRoot root) implements Question<HolderList> {}

  /** What an info-hash means. */
  record Resolve(InfoHash hash) implements Question<MaybeNamed> {}

  /** Answers must be objects. */
  record MemberList(List<MemberView> members) {}

  /** Answers must be objects. */
  record FoundList(List<FoundContent> contents) {}

  /** Answers must be objects. */
  record MaybeFound(Optional<FoundContent> content) {}

  /** Answers must be objects. */
  record HolderList(List<HolderView> holders) {}

  /** Answers must be objects. */
  record MaybeNamed(Optional<NamedContent> content) {}
}
