package minibit.daemon.share.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left out of a share: first the built-in patterns, then those of the settings, then the
 * {@code .minibitignore} of every folder from the share's root down. The last pattern that matches
 * decides, so that {@code !} takes back what others left out; below a folder that is left out
 * nothing is looked at. Immutable.
 */
public final class IgnoreRules {
  /** The file with a folder's patterns; never shared itself. */
  public static final String FILE = ".minibitignore";

  /** Bytes of such a file that are read: thousands of patterns. */
  static final int MAX_BYTES = 64 << 10;

  /** Patterns of one file: each costs a look at every name below. */
  private static final int MAX_PATTERNS = 1000;

  /** Hidden names, and what browsers, editors and downloaders call their unfinished work. */
  private static final String BUILT_IN =
      """
      .*
      *~
      ~$*
      #*#
      *.part
      *.partial
      *.crdownload
      *.download
      *.filepart
      *.opdownload
      *.aria2
      *.!qB
      *.!ut
      *.!bt
      *.bc!
      *.tmp
      *.temp
      *.swp
      *.minibit-part
      Thumbs.db
      desktop.ini
      lost+found/
      System Volume Information/
      $RECYCLE.BIN/
      """;

  private final @Nullable IgnoreRules above;
  private final int depth;
  private final List<IgnorePattern> patterns;

  private IgnoreRules(@Nullable IgnoreRules above, int depth, List<IgnorePattern> patterns) {
    this.above = above;
    this.depth = depth;
    this.patterns = patterns;
  }

  /** The built-in rules, and after them these of the settings. */
  public static IgnoreRules of(List<String> settings) {
    // A comment sign begins a real name here.
    IgnoreRules builtIn = new IgnoreRules(null, 0, parse(BUILT_IN.replace("#*#", "[#]*#")));
    return settings.isEmpty() ? builtIn : builtIn.below(0, String.join("\n", settings));
  }

  /**
   * With the patterns of a folder.
   *
   * @param folders how deep below the share's root it lies
   * @param text of its ignore file
   */
  public IgnoreRules below(int folders, String text) {
    List<IgnorePattern> parsed = parse(text);
    return parsed.isEmpty() ? this : new IgnoreRules(this, folders, parsed);
  }

  private static List<IgnorePattern> parse(String text) {
    List<IgnorePattern> patterns = new ArrayList<>();
    text.lines()
        .limit(MAX_PATTERNS)
        .forEach(line -> IgnorePattern.parse(line).ifPresent(patterns::add));
    return List.copyOf(patterns);
  }

  /**
   * Whether to leave this out.
   *
   * @param path below the share's root
   */
  public boolean ignores(List<String> path, boolean folder) {
    if (path.getLast().equals(FILE)) {
      return true;
    }
    for (IgnoreRules rules = this; rules != null; rules = rules.above) {
      List<String> below = path.subList(rules.depth, path.size());
      for (int i = rules.patterns.size() - 1; i >= 0; i--) {
        if (rules.patterns.get(i).matches(below, folder)) {
          return !rules.patterns.get(i).negated();
        }
      }
    }
    return false;
  }
}
