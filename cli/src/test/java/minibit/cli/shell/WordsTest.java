package minibit.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

/** Lines are cut as people know it from their own shell. */
class WordsTest {
  private static List<String> words(String line) {
    return Words.of(line).words();
  }

  @Test
  void blanksSeparateAndQuotesKeep() {
    assertThat(words("  get   notes.txt\t--from ana "))
        .containsExactly("get", "notes.txt", "--from", "ana");
    assertThat(words("get 'a b' \"c d\" e\\ f")).containsExactly("get", "a b", "c d", "e f");
    assertThat(words("get a'b c'd")).containsExactly("get", "ab cd");
    assertThat(words("get '' x")).containsExactly("get", "", "x");
    assertThat(words("say \"a \\\"b\\\" \\\\ \\n\" 'c\\d'"))
        .containsExactly("say", "a \"b\" \\ \\n", "c\\d");
    assertThat(words("")).isEmpty();
  }

  @Test
  void commentsBeginAWord() {
    assertThat(words("# all of it")).isEmpty();
    assertThat(words("get a#b # the rest")).containsExactly("get", "a#b");
    assertThat(words("get '#x' \\#y")).containsExactly("get", "#x", "#y");
  }

  @Test
  void anOpenQuoteIsNoticed() {
    assertThat(Words.of("get 'a b").open()).isEqualTo('\'');
    assertThat(Words.of("get \"a b").open()).isEqualTo('"');
    assertThat(Words.of("get 'a b'").open()).isEqualTo((char) 0);
    assertThat(words("get a\\")).containsExactly("get", "a\\");
  }

  @Test
  void theWordUnderTheCursorIsKnown() {
    assertThat(Words.at("get no", 6))
        .extracting(Words::index, Words::prefix)
        .containsExactly(1, "no");
    assertThat(Words.at("get no", 5))
        .extracting(Words::index, Words::prefix)
        .containsExactly(1, "n");
    assertThat(Words.at("get ", 4)).extracting(Words::index, Words::prefix).containsExactly(1, "");
    assertThat(Words.at("get 'my no", 10))
        .extracting(Words::index, Words::prefix, Words::rawStart)
        .containsExactly(1, "my no", 4);
    assertThat(Words.at("get x -v", 1))
        .extracting(Words::index, Words::prefix)
        .containsExactly(0, "g");
  }

  /** Whatever a file is called, what completion writes is read back as that name. */
  @Test
  void whatIsQuotedIsReadAsItself() {
    Random random = new Random(5);
    String alphabet = "ab '\"\\#~*ã\t-";
    for (int run = 0; run < 2_000; run++) {
      StringBuilder name = new StringBuilder();
      IntStream.range(0, random.nextInt(8))
          .forEach(i -> name.append(alphabet.charAt(random.nextInt(alphabet.length()))));

      assertThat(words("get " + Words.escaped(name.toString()) + " x"))
          .as(name.toString())
          .containsExactly("get", name.toString(), "x");
    }
  }

  @Test
  void completionContinuesAWordThatIsQuoted() {
    var line =
        (CompletingParsedLine) new WordsParser().parse("get 'my no", 10, ParseContext.COMPLETE);

    assertThat(Words.escaped("my notes.txt")).isEqualTo("my\\ notes.txt");
    assertThat(line.word()).isEqualTo("my no");
    assertThat(line.rawWordCursor()).isEqualTo(6);
    assertThat(line.escape("my notes.txt", true).toString()).isEqualTo("\"my notes.txt\"");
    assertThat(line.escape("my fol/", false).toString()).isEqualTo("\"my fol/");
  }
}
