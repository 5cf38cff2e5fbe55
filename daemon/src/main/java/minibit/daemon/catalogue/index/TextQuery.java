package minibit.daemon.catalogue.index;

import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;

/** The words of a question as what the index understands. There is no syntax to get wrong. */
final class TextQuery {
  /** Words that count; what follows them narrows nothing any more. */
  static final int MAX_WORDS = 16;

  /** Stars and question marks in a word: each may double the work of a pattern. */
  static final int MAX_WILDCARDS = 6;

  /** Words of the index that one misspelt word may stand for. */
  private static final int MAX_SIMILAR = 50;

  /** Letters from which a word may have one letter wrong, and two. */
  private static final int ONE_TYPO = 4;

  private static final int TWO_TYPOS = 8;

  private static final float IN_NAME = 3;
  private static final float IN_STEM = 1.5f;
  private static final float IN_FOLDER = 1;
  private static final float IN_PREFIX = 0.6f;
  private static final float IN_SIMILAR = 0.5f;

  /** How much a word counts that is found in another way too. */
  private static final float TIE = 0.1f;

  private final boolean similar;

  private TextQuery(boolean similar) {
    this.similar = similar;
  }

  /**
   * What contains all these words.
   *
   * @param similar whether words a letter or two away will do
   */
  static Query of(String text, boolean similar) {
    return new TextQuery(similar).all(text);
  }

  /** Whether a question has words at all; without, it asks for everything. */
  static boolean isEverything(String text) {
    return Words.ofQuestion(text).stream().allMatch(TextQuery::isStars)
        && text.chars().allMatch(c -> Character.isWhitespace(c) || c == '*');
  }

  private static boolean isStars(String word) {
    return word.chars().allMatch(c -> c == '*');
  }

  private Query all(String text) {
    if (isEverything(text)) {
      return new MatchAllDocsQuery();
    }
    List<String> words = Words.ofQuestion(text).stream().limit(MAX_WORDS).toList();
    boolean open = !Character.isWhitespace(text.charAt(text.length() - 1));
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    int clauses = 0;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (isStars(word)) {
        continue;
      }
      all.add(word(word, open && i == words.size() - 1), Occur.MUST);
      clauses++;
    }
    return clauses == 0 ? new MatchNoDocsQuery("no words") : all.build();
  }

  private Query word(String word, boolean unfinished) {
    long wildcards = word.chars().filter(c -> c == '*' || c == '?').count();
    if (wildcards > 0 && wildcards <= MAX_WILDCARDS) {
      return pattern(word);
    }
    String plain = wildcards == 0 ? word : word.replaceAll("[*?]", "");
    List<String> parts = Words.parts(plain);
    Query whole = plain(plain, unfinished);
    if (parts.size() == 1) {
      return whole;
    }
    BooleanQuery.Builder apart = new BooleanQuery.Builder();
    for (int i = 0; i < parts.size(); i++) {
      apart.add(plain(parts.get(i), unfinished && i == parts.size() - 1), Occur.MUST);
    }
    return new DisjunctionMaxQuery(List.of(whole, apart.build()), TIE);
  }

  /** A word, which may be several where a script has no spaces. */
  private Query plain(String word, boolean unfinished) {
    List<String> plain = Fields.PLAIN.words(word);
    List<String> english = Fields.IN_ENGLISH.words(word);
    List<String> portuguese = Fields.IN_PORTUGUESE.words(word);
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (int i = 0; i < plain.size(); i++) {
      boolean last = unfinished && i == plain.size() - 1;
      all.add(one(plain.get(i), english.get(i), portuguese.get(i), last), Occur.MUST);
    }
    return plain.isEmpty() ? new MatchNoDocsQuery("no word") : all.build();
  }

  private Query one(String plain, String english, String portuguese, boolean unfinished) {
    List<Query> ways = new java.util.ArrayList<>();
    ways.add(term(Fields.NAME, plain, IN_NAME));
    ways.add(term(Fields.FOLDER, plain, IN_FOLDER));
    ways.add(term(Fields.ENGLISH, english, IN_STEM));
    ways.add(term(Fields.PORTUGUESE, portuguese, IN_STEM));
    if (unfinished) {
      ways.add(new BoostQuery(new PrefixQuery(new Term(Fields.NAME, plain)), IN_PREFIX));
    }
    int typos = similar ? typos(plain) : 0;
    if (typos > 0) {
      FuzzyQuery near = new FuzzyQuery(new Term(Fields.NAME, plain), typos, 0, MAX_SIMILAR, true);
      ways.add(new BoostQuery(near, IN_SIMILAR));
    }
    return new DisjunctionMaxQuery(ways, TIE);
  }

  private static Query term(String field, String word, float weight) {
    return new BoostQuery(new TermQuery(new Term(field, word)), weight);
  }

  /** How many letters of a word may be wrong; in numbers none, for each is another number. */
  private static int typos(String word) {
    int length = word.codePointCount(0, word.length());
    boolean number = word.chars().anyMatch(Character::isDigit);
    return number || length < ONE_TYPO ? 0 : length < TWO_TYPOS ? 1 : 2;
  }

  private static Query pattern(String word) {
    String pattern = Words.folded(word).replaceAll("\\*+", "*");
    List<Query> ways = new java.util.ArrayList<>();
    boolean prefix = pattern.indexOf('*') == pattern.length() - 1 && pattern.indexOf('?') < 0;
    for (String field : List.of(Fields.NAME, Fields.FOLDER)) {
      Query query =
          prefix
              ? new PrefixQuery(new Term(field, pattern.substring(0, pattern.length() - 1)))
              : new WildcardQuery(new Term(field, pattern));
      ways.add(new BoostQuery(query, field.equals(Fields.NAME) ? IN_NAME : IN_FOLDER));
    }
    return new DisjunctionMaxQuery(ways, 0);
  }
}
