package minibit.daemon.catalogue.index;

import java.util.List;
import java.util.Optional;
import minibit.core.catalogue.FileKind;
import minibit.core.identity.MemberId;

/**
 * A question to the index: names of members are ids already.
 *
 * @param text words, with patterns
 * @param filter what else must be true
 * @param order in which
 * @param offset results to pass over
 * @param limit results to give at most
 */
public record IndexQuery(String text, Filter filter, Order order, int offset, int limit) {
  /**
   * All of these; an empty list asks nothing.
   *
   * @param kinds any of these
   * @param mediaTypes any of these, whole or as {@code image/*}
   * @param extensions any of these
   * @param minSize in bytes, inclusive
   * @param maxSize in bytes, inclusive
   * @param holder who must hold it
   * @param publishers keys, or first bytes of keys, one of which must have signed it
   * @param from registered at this time or later, milliseconds since 1970
   * @param until registered before this time
   */
  public record Filter(
      List<FileKind> kinds,
      List<String> mediaTypes,
      List<String> extensions,
      long minSize,
      long maxSize,
      Optional<MemberId> holder,
      List<byte[]> publishers,
      long from,
      long until) {
    /** Everything. */
    public static final Filter NONE =
        new Filter(
            List.of(),
            List.of(),
            List.of(),
            0,
            Long.MAX_VALUE,
            Optional.empty(),
            List.of(),
            Long.MIN_VALUE,
            Long.MAX_VALUE);
  }

  /** What comes first. */
  public enum Order {
    /** The best match. */
    RELEVANCE,
    /** By name. */
    NAME,
    /** The biggest. */
    LARGEST,
    /** The smallest. */
    SMALLEST,
    /** The last registered. */
    NEWEST,
    /** The first registered. */
    OLDEST,
    /** What most present members hold. */
    MOST_HOLDERS,
    /** What fewest present members hold. */
    FEWEST_HOLDERS
  }
}
