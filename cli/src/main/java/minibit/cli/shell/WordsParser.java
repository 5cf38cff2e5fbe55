package minibit.cli.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Lets the line editor cut lines into {@link Words}, so that completion quotes as we read. */
final class WordsParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    Words cut = Words.at(line, cursor);
    List<String> words = new ArrayList<>(cut.words());
    if (cut.index() >= words.size()) {
      words.add("");
    }
    return new Line(line, cursor, cut, List.copyOf(words));
  }

  private record Line(String line, int cursor, Words cut, List<String> words)
      implements CompletingParsedLine {
    @Override
    public String word() {
      return words.get(wordIndex());
    }

    @Override
    public int wordCursor() {
      return Math.min(cut.prefix().length(), word().length());
    }

    @Override
    public int wordIndex() {
      return cut.index();
    }

    /** A candidate as it must stand in the line; open while it can be typed further. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      String text = candidate.toString();
      boolean quotedAlready =
          cut.rawStart() < line.length() && "'\"".indexOf(line.charAt(cut.rawStart())) >= 0;
      if (!quotedAlready) {
        return Words.escaped(text);
      }
      String quoted = Words.inQuotes(text);
      return complete ? quoted : quoted.substring(0, quoted.length() - 1);
    }

    @Override
    public int rawWordCursor() {
      return cursor - cut.rawStart();
    }

    @Override
    public int rawWordLength() {
      return rawWordCursor();
    }
  }
}
