package minibit.daemon.catalogue.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.pt.PortugueseLightStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Words as they are looked up: in lower case, perhaps cut to their stem, without accents. Stems
 * come before accents go, because Portuguese endings have them.
 */
final class WordAnalyzer extends Analyzer {
  /** How a word is cut. */
  enum Stem {
    /** Not at all. */
    NONE,
    /** photos, photo. */
    ENGLISH,
    /** lições, lição. */
    PORTUGUESE
  }

  private final Stem stem;

  WordAnalyzer(Stem stem) {
    this.stem = stem;
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    StandardTokenizer source = new StandardTokenizer();
    TokenStream lower = new LowerCaseFilter(source);
    TokenStream stemmed =
        switch (stem) {
          case NONE -> lower;
          case ENGLISH -> new PorterStemFilter(lower);
          case PORTUGUESE -> new PortugueseLightStemFilter(new NasalPlurals(lower));
        };
    return new TokenStreamComponents(source, new ASCIIFoldingFilter(stemmed));
  }

  /** The words of a text. */
  List<String> words(String text) {
    List<String> words = new ArrayList<>();
    try (TokenStream stream = tokenStream("", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be read", e);
    }
    return words;
  }

  /**
   * Gives {@code licoes} its tilde back: file names are typed without, and the stemmer needs it.
   */
  private static final class NasalPlurals extends TokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

    NasalPlurals(TokenStream in) {
      super(in);
    }

    @Override
    public boolean incrementToken() throws IOException {
      if (!input.incrementToken()) {
        return false;
      }
      int length = term.length();
      char[] word = term.buffer();
      if (length > 4 && word[length - 1] == 's' && word[length - 2] == 'e') {
        if (word[length - 3] == 'o') {
          word[length - 3] = 'õ';
        } else if (word[length - 3] == 'a') {
          word[length - 3] = 'ã';
        }
      }
      return true;
    }
  }
}
