package minibit.cli.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * How many cells of a terminal a text takes: accents that combine take none, Chinese characters and
 * most pictures two. Texts are those of {@link Printable}, without escapes or controls.
 */
public final class Width {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  /** An escape that colours, as group 1, or one code point. */
  private static final Pattern COLOUR_OR_SIGN =
      Pattern.compile("(" + COLOUR + ")|.", Pattern.DOTALL);

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

  /** The same for a text that {@link Style} coloured: its escapes take no cell, and all stay. */
  static String cutColoured(String text, int cells) {
    String seen = COLOUR.matcher(text).replaceAll("");
    if (of(seen) <= cells) {
      return text;
    }
    int end = cut(seen, cells).length() - 1;
    StringBuilder cut = new StringBuilder();
    Matcher parts = COLOUR_OR_SIGN.matcher(text);
    int taken = 0;
    while (parts.find()) {
      boolean sign = parts.group(1) == null;
      if (sign && taken == end) {
        cut.append("…");
      }
      if (!sign || taken < end) {
        cut.append(parts.group());
      }
      taken += sign ? parts.group().length() : 0;
    }
    return cut.toString();
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
