package minibit.cli.output;

import org.jline.utils.WCWidth;

/**
 * How many cells of a terminal a text takes: accents that combine take none, Chinese characters and
 * most pictures two. Texts are those of {@link Printable}, without escapes or controls.
 */
public final class Width {
  private Width() {}

  /** Cells of the whole text. */
  public static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  private static int of(int point) {
    return Math.max(0, WCWidth.wcwidth(point));
  }

  /** The text, or as much of it as fits with an ellipsis at its end. */
  public static String cut(String text, int cells) {
    if (of(text) <= cells) {
      return text;
    }
    int used = 1;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      used += of(point);
      if (used > cells) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end) + "…";
  }

  /** The text filled with spaces behind it. */
  public static String left(String text, int cells) {
    return text + " ".repeat(Math.max(0, cells - of(text)));
  }

  /** The text filled with spaces before it. */
  public static String right(String text, int cells) {
    return " ".repeat(Math.max(0, cells - of(text))) + text;
  }
}
