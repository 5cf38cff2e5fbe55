package minibit.daemon.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import minibit.core.catalogue.FileKind;
import minibit.core.words.Sentence;

/**
 * What a content must be to be listed: all of these, where a list is satisfied by any of its
 * members and an empty one by everything.
 *
 * @param kinds audio, video…
 * @param mediaTypes whole ({@code image/png}) or a family ({@code image/*})
 * @param extensions without the dot
 * @param minSize in bytes, inclusive
 * @param maxSize in bytes, inclusive
 * @param member held by the member of this name, or whose id begins so
 * @param publisher signed by the member of this name, or whose key or id begins so
 * @param after registered at this moment or later, by the tracker's clock
 * @param before registered before this moment
 */
public record SearchFilter(
    List<FileKind> kinds,
    List<String> mediaTypes,
    List<String> extensions,
    Optional<Long> minSize,
    Optional<Long> maxSize,
    Optional<String> member,
    Optional<String> publisher,
    Optional<Instant> after,
    Optional<Instant> before) {
  /** Values in one list: nobody names more kinds of files in a question. */
  public static final int MAX_VALUES = 32;

  /** Letters of one value: a media type's limit, and twice a key in hexadecimal digits. */
  public static final int MAX_VALUE = 128;

  /** Everything. */
  public static final SearchFilter NONE =
      new SearchFilter(
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Takes copies, in lower case; beyond the limits a {@link CatalogueException}. */
  public SearchFilter {
    kinds = List.copyOf(kinds);
    mediaTypes = values(mediaTypes, "media types");
    extensions = values(extensions, "extensions");
    member.ifPresent(SearchFilter::check);
    publisher.ifPresent(SearchFilter::check);
    if (kinds.size() > MAX_VALUES) {
      throw tooMany("kinds");
    }
  }

  private static List<String> values(List<String> values, String what) {
    if (values.size() > MAX_VALUES) {
      throw tooMany(what);
    }
    values.forEach(SearchFilter::check);
    return values.stream()
        .map(value -> value.startsWith(".") ? value.substring(1) : value)
        .map(value -> value.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static void check(String value) {
    if (value.length() > MAX_VALUE) {
      throw new CatalogueException(
          CatalogueException.BAD_QUERY,
          Sentence.of("filter-too-long", "a filter takes at most {0} letters", MAX_VALUE));
    }
  }

  private static CatalogueException tooMany(String what) {
    return new CatalogueException(
        CatalogueException.BAD_QUERY,
        Sentence.of("filter-too-many", "more than {0} {1} in one search", MAX_VALUES, what));
  }

  /** Contents that this member holds: a name, or the first digits of an id. */
  public static SearchFilter heldBy(String member) {
    return new SearchFilter(
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(member),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
