package minibit.cli.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * A line cut into words, as people know it from their own shell: blanks separate; {@code '…'} keeps
 * everything, {@code "…"} too except that {@code \"} and {@code \\} stand for themselves; outside
 * of quotes a backslash keeps the next character; {@code #} at the beginning of a word starts a
 * comment.
 *
 * @param words the words, unquoted
 * @param open the quote that was never closed, or 0
 * @param index of the word under the cursor; {@code words.size()} when the cursor begins a new word
 * @param prefix that word up to the cursor, unquoted
 * @param rawStart where that word begins in the line, its quote included
 */
record Words(List<String> words, char open, int index, String prefix, int rawStart) {
  /** Cuts a whole line. */
  static Words of(String line) {
    return at(line, line.length());
  }

  /** Cuts a line and says what is under the cursor. */
  static Words at(String line, int cursor) {
    return new Cutter(line, cursor).cut();
  }

  /** The word as it must be typed to be read as itself, also when more is typed behind it. */
  static String escaped(String word) {
    if (word.isEmpty()) {
      return "''";
    }
    StringBuilder typed = new StringBuilder(word.startsWith("#") ? "\\" : "");
    word.chars()
        .forEach(
            c -> {
              boolean special = Character.isWhitespace(c) || "'\"\\".indexOf(c) >= 0;
              typed.append(special ? "\\" : "").append((char) c);
            });
    return typed.toString();
  }

  /** The word in double quotes. */
  static String inQuotes(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static final class Cutter {
    private final String line;
    private final int cursor;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote;
    private int index = -1;
    private String prefix = "";
    private int start;
    private int rawStart;

    Cutter(String line, int cursor) {
      this.line = line;
      this.cursor = cursor;
      this.rawStart = cursor;
    }

    Words cut() {
      int i = 0;
      while (i < line.length()) {
        meetCursor(i);
        char c = line.charAt(i);
        if (quote == 0 && !inWord && c == '#') {
          break;
        }
        i += take(i, c);
      }
      meetCursor(line.length());
      end();
      return new Words(
          List.copyOf(words), quote, index < 0 ? words.size() : index, prefix, rawStart);
    }

    /** Reads from here and says how many characters that were. */
    private int take(int i, char c) {
      boolean more = i + 1 < line.length();
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
          return 1;
        }
        boolean escape =
            quote == '"' && c == '\\' && more && "\"\\".indexOf(line.charAt(i + 1)) >= 0;
        word.append(escape ? line.charAt(i + 1) : c);
        return escape ? 2 : 1;
      }
      if (Character.isWhitespace(c)) {
        end();
        return 1;
      }
      begin(i);
      if (c == '\'' || c == '"') {
        quote = c;
        return 1;
      }
      boolean escape = c == '\\' && more;
      word.append(escape ? line.charAt(i + 1) : c);
      return escape ? 2 : 1;
    }

    /** An escape may jump over the cursor, so it is met at the first place not before it. */
    private void meetCursor(int i) {
      if (index < 0 && i >= cursor) {
        index = words.size();
        if (inWord) {
          prefix = word.toString();
          rawStart = start;
        }
      }
    }

    private void begin(int i) {
      if (!inWord) {
        inWord = true;
        start = i;
      }
    }

    private void end() {
      if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
  }
}
