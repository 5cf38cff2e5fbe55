package minibit.daemon.api.model;

import java.util.List;

/**
 * The end of a daemon's log.
 *
 * @param file where it lies
 * @param lines oldest first; control characters as the log escaped them
 */
public record LogLines(String file, List<String> lines) {
  /** Most lines in one answer. */
  public static final int MAX = 10_000;

  /** Keeps a copy. */
  public LogLines {
    lines = List.copyOf(lines);
  }
}
