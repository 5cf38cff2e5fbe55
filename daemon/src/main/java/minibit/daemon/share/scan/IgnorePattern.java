package minibit.daemon.share.scan;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

/**
 * One line of an ignore file, in the manner of gitignore.
 *
 * @param negated whether it takes back what an earlier line left out ({@code !})
 * @param foldersOnly whether it means folders alone (a slash at the end)
 * @param anchored whether it names a path from the file's folder on (another slash)
 * @param parts of the path, a {@code **} among them for any number of folders
 */
record IgnorePattern(boolean negated, boolean foldersOnly, boolean anchored, List<String> parts) {
  /** Longer lines are no patterns: a path has at most 4,096 bytes. */
  private static final int MAX_LENGTH = 4096;

  /** More would make a path's many ways through a pattern count: such lines are no patterns. */
  private static final int MAX_ANY_DEPTH = 3;

  /** The pattern of a line; empty for blank lines, comments, and lines beyond all measure. */
  static Optional<IgnorePattern> parse(String line) {
    String text = Normalizer.normalize(line.stripTrailing(), Normalizer.Form.NFC);
    if (text.isEmpty() || text.startsWith("#") || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    boolean negated = text.startsWith("!");
    text = negated ? text.substring(1) : text;
    boolean foldersOnly = text.endsWith("/");
    text = foldersOnly ? text.substring(0, text.length() - 1) : text;
    boolean anchored = text.indexOf('/') >= 0;
    text = text.startsWith("/") ? text.substring(1) : text;
    List<String> parts = List.of(text.split("/", -1));
    return text.isEmpty() || parts.stream().filter("**"::equals).count() > MAX_ANY_DEPTH
        ? Optional.empty()
        : Optional.of(new IgnorePattern(negated, foldersOnly, anchored, parts));
  }

  /** Whether this is meant, by its path below the pattern's folder. */
  boolean matches(List<String> path, boolean folder) {
    if (foldersOnly && !folder) {
      return false;
    }
    return anchored ? matches(0, path, 0) : Glob.matches(parts.getFirst(), path.getLast());
  }

  private boolean matches(int part, List<String> path, int at) {
    if (part == parts.size()) {
      return at == path.size();
    }
    if (parts.get(part).equals("**")) {
      // At the end it means everything below, and there must be something.
      if (part == parts.size() - 1) {
        return at < path.size();
      }
      for (int skipped = at; skipped <= path.size(); skipped++) {
        if (matches(part + 1, path, skipped)) {
          return true;
        }
      }
      return false;
    }
    return at < path.size()
        && Glob.matches(parts.get(part), path.get(at))
        && matches(part + 1, path, at + 1);
  }
}
