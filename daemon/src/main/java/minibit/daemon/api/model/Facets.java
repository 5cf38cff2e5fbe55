package minibit.daemon.api.model;

import java.util.List;

/**
 * How many of the matches each narrower question would leave: of the first {@link #COUNTED}.
 *
 * @param type by kind: {@code audio}, {@code video}…
 * @param size by size: {@code small} up to 1 MiB, {@code medium} up to 100 MiB, {@code large} up to
 *     1 GiB, {@code huge}
 * @param member by holder
 * @param publisher by who signed first
 */
public record Facets(
    List<Count> type, List<Count> size, List<Count> member, List<Count> publisher) {
  /** Matches that are counted, the best ones: one answer of a tracker. */
  public static final int COUNTED = 1_000;

  /** Most entries of one facet. */
  public static final int MAX_ENTRIES = 50;

  /** Keeps copies. */
  public Facets {
    type = List.copyOf(type);
    size = List.copyOf(size);
    member = List.copyOf(member);
    publisher = List.copyOf(publisher);
  }

  /**
   * How many of one kind.
   *
   * @param value as the question takes it
   * @param name for people
   * @param count of the matches
   */
  public record Count(String value, String name, long count) {}
}
