package minibit.daemon.api.model;

/**
 * A part of a list.
 *
 * @param offset of the first entry wanted, from 0
 * @param limit entries at most, 1 to {@link #MAX}
 */
public record Page(int offset, int limit) {
  /** Most entries in one answer: some 500 KB of JSON. */
  public static final int MAX = 1_000;

  /** Entries if nobody says how many. */
  public static final int DEFAULT = 50;

  /** The usual first page. */
  public static final Page FIRST = new Page(0, DEFAULT);

  /** Checks ranges. */
  public Page {
    if (offset < 0) {
      throw new IllegalArgumentException("offset must not be negative: " + offset);
    }
    if (limit < 1 || limit > MAX) {
      throw new IllegalArgumentException("limit must be from 1 to " + MAX + ": " + limit);
    }
  }
}
