package minibit.core.words;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, for people: in English, and with what it takes to say it in another language.
 *
 * <p>Faults are found far from whoever reads of them, and often in another process; so a fault
 * brings its key and its parameters along, and is translated at the edge. Programs tell faults
 * apart by their codes, not by this: one code may be said in several ways.
 *
 * <p>Immutable; any thread.
 *
 * @param key the name of the sentence in the bundles of other languages: lower case, words joined
 *     by hyphens; empty for words of somebody else, such as the system, that are shown as they came
 * @param text in English, its places filled
 * @param args what fills the places: names, numbers, or sentences themselves
 */
public record Sentence(String key, String text, List<Sentence> args) {
  /** As many as a single digit tells apart. */
  public static final int MAX_ARGS = 10;

  /** Keeps a copy. */
  public Sentence {
    if (args.size() > MAX_ARGS) {
      throw new IllegalArgumentException("more than " + MAX_ARGS + " parameters: " + text);
    }
    args = List.copyOf(args);
  }

  /**
   * A sentence of ours.
   *
   * @param template in English, with {@code {0}} to {@code {9}} for the parameters
   * @param args sentences stay such and are translated, too; all else is shown as text
   */
  public static Sentence of(String key, String template, @Nullable Object... args) {
    List<Sentence> parts = Arrays.stream(args).map(Sentence::asArgument).toList();
    return new Sentence(key, fill(template, parts.stream().map(Sentence::text).toList()), parts);
  }

  /** Words of somebody else: they have no key, and no places. */
  public static Sentence plain(String words) {
    return new Sentence("", words, List.of());
  }

  private static Sentence asArgument(@Nullable Object arg) {
    return arg instanceof Sentence sentence ? sentence : plain(String.valueOf(arg));
  }

  /** A pattern with its places filled; a place that nothing fills stays as it is. */
  public static String fill(String pattern, List<String> args) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      int digit = i + 2 < pattern.length() ? pattern.charAt(i + 1) - '0' : -1;
      boolean place =
          pattern.charAt(i) == '{'
              && digit >= 0
              && digit < Math.min(args.size(), MAX_ARGS)
              && pattern.charAt(i + 2) == '}';
      if (place) {
        text.append(args.get(digit));
        i += 2;
      } else {
        text.append(pattern.charAt(i));
      }
    }
    return text.toString();
  }
}
