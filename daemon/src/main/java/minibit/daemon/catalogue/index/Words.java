package minibit.daemon.catalogue.index;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/** Makes words of the names of files, for the index and for questions alike. */
final class Words {
  private Words() {}

  /**
   * A name as text of words: whatever is no letter or digit separates. A word of several, such as
   * {@code MyHoliday2024}, is there whole and in parts.
   */
  static String ofName(String name) {
    String clean = clean(name, false);
    StringBuilder words = new StringBuilder(clean);
    for (String word : clean.split(" ", -1)) {
      List<String> parts = parts(word);
      if (parts.size() > 1) {
        parts.forEach(part -> words.append(' ').append(part));
      }
    }
    return words.toString();
  }

  /** The words of a question; {@code *} and {@code ?} stay where they are. */
  static List<String> ofQuestion(String text) {
    return Arrays.stream(clean(text, true).split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static String clean(String text, boolean keepPatterns) {
    String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder clean = new StringBuilder(apart.length());
    boolean dropMarks = false;
    for (int i = 0; i < apart.length(); ) {
      int c = apart.codePointAt(i);
      i += Character.charCount(c);
      if (isMark(c)) {
        if (!dropMarks) {
          clean.appendCodePoint(c);
        }
      } else if (Character.isLetterOrDigit(c)
          || Character.isEmojiPresentation(c)
          || keepPatterns && (c == '*' || c == '?')) {
        dropMarks = isAccented(UnicodeScript.of(c));
        clean.appendCodePoint(c);
      } else {
        clean.append(' ');
      }
    }
    return Normalizer.normalize(clean, Normalizer.Form.NFC);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /**
   * Whether people leave this script's marks out when they type. Latin accents go later, for the
   * stemmers need them; elsewhere marks are vowels.
   */
  private static boolean isAccented(UnicodeScript script) {
    return switch (script) {
      case GREEK, CYRILLIC, ARABIC, HEBREW -> true;
      default -> false;
    };
  }

  /** A word where its case or kind changes: {@code S01Episode} is S, 01, Episode. */
  static List<String> parts(String word) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 1; i < word.length(); i++) {
      char before = word.charAt(i - 1);
      char at = word.charAt(i);
      boolean hump = Character.isLowerCase(before) && Character.isUpperCase(at);
      boolean acronymEnds =
          Character.isUpperCase(before)
              && Character.isUpperCase(at)
              && i + 1 < word.length()
              && Character.isLowerCase(word.charAt(i + 1));
      boolean digits =
          Character.isDigit(before) != Character.isDigit(at)
              && Character.isLetterOrDigit(before)
              && Character.isLetterOrDigit(at);
      if (hump || acronymEnds || digits) {
        parts.add(word.substring(start, i));
        start = i;
      }
    }
    parts.add(word.substring(start));
    return parts;
  }

  /** Without case and accents: for names as a whole, and for patterns. */
  static String folded(String text) {
    char[] lower =
        Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).toCharArray();
    char[] folded = new char[4 * lower.length];
    int length = ASCIIFoldingFilter.foldToASCII(lower, 0, folded, 0, lower.length);
    return new String(folded, 0, length);
  }

  /** The words of several names. */
  static String ofNames(List<String> names) {
    return names.stream().map(Words::ofName).collect(Collectors.joining(" "));
  }
}
