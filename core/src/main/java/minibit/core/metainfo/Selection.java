package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Some of a torrent's files by their index, as a magnet link names them: {@code 0,2,4-6} (BEP 53).
 * Kept as ranges, so that an absurd one costs nothing.
 */
public record Selection(List<Range> ranges) {
  /** Parts that are read; nobody picks more by hand. */
  private static final int MAX_RANGES = 10_000;

  /** Copies the ranges. */
  public Selection {
    ranges = List.copyOf(ranges);
  }

  /** Reads what can be read of the text; empty if that is nothing. */
  public static Optional<Selection> parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", MAX_RANGES)) {
      String[] ends = part.strip().split("-", -1);
      if (ends.length <= 2 && isIndex(ends[0]) && isIndex(ends[ends.length - 1])) {
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        if (first <= last) {
          ranges.add(new Range(first, last));
        }
      }
    }
    return ranges.isEmpty() ? Optional.empty() : Optional.of(new Selection(ranges));
  }

  private static boolean isIndex(String digits) {
    return digits.matches("[0-9]{1,9}");
  }

  /** Both. */
  public Selection and(Selection other) {
    List<Range> both = new ArrayList<>(ranges);
    both.addAll(other.ranges);
    return new Selection(both);
  }

  /** Whether a file is among them. */
  public boolean contains(int file) {
    return ranges.stream().anyMatch(range -> range.first() <= file && file <= range.last());
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
  }

  /** Files from {@code first} to {@code last}, both included. */
  public record Range(int first, int last) {
    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }
  }
}
