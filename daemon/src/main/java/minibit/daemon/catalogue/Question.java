package minibit.daemon.catalogue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.words.Sentence;

/**
 * What members ask the tracker. Each has one kind of answer. They come over the wire, so what is
 * missing is refused.
 *
 * @param <A> the answer
 */
sealed interface Question<A> {
  /** Contents by words. */
  record Search(SearchQuery query) implements Question<SearchPage> {
    public Search {
      Objects.requireNonNull(query);
    }
  }

  /** A member's files by path. */
  record Browse(String member, int offset, int limit) implements Question<SearchPage> {
    public Browse {
      if (member.length() > SearchFilter.MAX_VALUE) {
        throw new CatalogueException(
            CatalogueException.BAD_QUERY,
            Sentence.of(
                "member-too-long",
                "a member's name or id has at most {0} letters",
                SearchFilter.MAX_VALUE));
      }
    }
  }

  /** All members. */
  record Members() implements Question<MemberList> {}

  /** Contents by id or exact name. */
  record Find(String text) implements Question<FoundList> {
    public Find {
      Objects.requireNonNull(text);
    }
  }

  /** One content. */
  record ContentOf(PiecesRoot root) implements Question<MaybeFound> {
    public ContentOf {
      Objects.requireNonNull(root);
    }
  }

  /** Who has a content. */
  record Holders(PiecesRoot root) implements Question<HolderList> {
    public Holders {
      Objects.requireNonNull(root);
    }
  }

  /** What an info-hash means. */
  record Resolve(InfoHash hash) implements Question<MaybeNamed> {
    public Resolve {
      Objects.requireNonNull(hash);
    }
  }

  /** Who announced for a torrent without being a member. */
  record Announced(List<InfoHash> hashes) implements Question<AddressList> {
    /** A hybrid torrent is announced under two names; some clients use both. */
    private static final int MOST = 4;

    public Announced {
      hashes = List.copyOf(hashes);
      if (hashes.size() > MOST) {
        throw new CatalogueException(
            CatalogueException.BAD_QUERY,
            Sentence.of("too-many-names", "more than {0} names of one torrent", MOST));
      }
    }
  }

  /** Answers must be objects. */
  record MemberList(List<MemberView> members) {}

  /** Answers must be objects. */
  record FoundList(List<FoundContent> contents) {}

  /** Answers must be objects. */
  record MaybeFound(Optional<FoundContent> content) {}

  /** Answers must be objects. */
  record HolderList(List<HolderView> holders) {}

  /** Answers must be objects. */
  record AddressList(List<PeerAddress> addresses) {}

  /** Answers must be objects. */
  record MaybeNamed(Optional<NamedContent> content) {}
}
