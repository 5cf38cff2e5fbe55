package minibit.daemon.catalogue;

import java.util.List;
import minibit.core.words.Sentence;

/**
 * A question to the catalogue that has no answer. The code is stable, for programs; the sentence is
 * for people.
 */
public final class CatalogueException extends RuntimeException {
  /** Nobody is in office, and this member keeps no catalogue of its own. */
  public static final String NO_TRACKER = "no-tracker";

  /** Nobody in the group has that id or name. */
  public static final String NO_SUCH_MEMBER = "no-such-member";

  /** Several members have that name, or ids that begin so; {@link #candidates} are their ids. */
  public static final String AMBIGUOUS_MEMBER = "ambiguous-member";

  /** The member is away: its files are hidden until it is back. */
  public static final String MEMBER_AWAY = "member-away";

  /** A question beyond its limits, such as a query that is too long. */
  public static final String BAD_QUERY = "bad-query";

  /** The tracker's answer cannot be read: it speaks another version, or lies. */
  public static final String BAD_ANSWER = "bad-answer";

  /** The index cannot be read now; it repairs itself. */
  public static final String NO_INDEX = "no-index";

  /** More questions at a time than one member answers. */
  public static final String BUSY = "busy";

  /** Who answers made a mistake; its log says which. */
  public static final String FAILED = "failed";

  private static final long serialVersionUID = 1;

  private final String code;
  private final List<String> candidates;
  private final transient Sentence sentence;

  /** Says what is wrong. */
  public CatalogueException(String code, Sentence sentence) {
    this(code, sentence, List.of());
  }

  /** Says what is wrong, and between what the asker may choose. */
  public CatalogueException(String code, Sentence sentence, List<String> candidates) {
    super(sentence.text());
    this.code = code;
    this.sentence = sentence;
    this.candidates = List.copyOf(candidates);
  }

  /** One of the codes above. */
  public String code() {
    return code;
  }

  /** What the asker may have meant. */
  public List<String> candidates() {
    return candidates;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }
}
