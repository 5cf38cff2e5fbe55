package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A question to the catalogue.
 *
 * @param q words, prefixes, wildcards; empty asks for everything
 * @param type kinds ({@code audio}, {@code video}, {@code image}, {@code document}, {@code text},
 *     {@code archive}…) or media types; empty means any
 * @param ext file name endings without the dot; empty means any
 * @param minSize bytes at least
 * @param maxSize bytes at most
 * @param member name or id of a holder
 * @param publisher name or key of a signer
 * @param after registered at or after
 * @param before registered before
 * @param sort order
 * @param page part wanted
 */
public record SearchRequest(
    String q,
    List<String> type,
    List<String> ext,
    Optional<Long> minSize,
    Optional<Long> maxSize,
    Optional<String> member,
    Optional<String> publisher,
    Optional<Instant> after,
    Optional<Instant> before,
    SortBy sort,
    Page page) {
  /** Longest text of a question, in characters. */
  public static final int MAX_TEXT = 512;

  /** Keeps copies. */
  public SearchRequest {
    type = List.copyOf(type);
    ext = List.copyOf(ext);
  }

  /** Words and nothing else. */
  public static SearchRequest of(String q) {
    return new SearchRequest(
        q,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        SortBy.RELEVANCE,
        Page.FIRST);
  }

  /** The same question, another part of the answer. */
  public SearchRequest with(Page other) {
    return new SearchRequest(
        q, type, ext, minSize, maxSize, member, publisher, after, before, sort, other);
  }
}
