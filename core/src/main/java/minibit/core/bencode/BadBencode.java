package minibit.core.bencode;

import java.util.Locale;
import minibit.core.words.Sentence;

/**
 * The input is no bencode, or more of it than the limits allow. The message says what and where.
 */
public final class BadBencode extends Exception {
  private final Fault fault;
  private final int offset;

  BadBencode(Fault fault, int offset) {
    super(sentence(fault, offset).text());
    this.fault = fault;
    this.offset = offset;
  }

  /** What is wrong. */
  public Fault fault() {
    return fault;
  }

  /** Where in the input. */
  public int offset() {
    return offset;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence(fault, offset);
  }

  private static Sentence sentence(Fault fault, int offset) {
    return Sentence.of(fault.key(), fault.text + " at byte {0}", offset);
  }

  /** What can be wrong. */
  public enum Fault {
    /** The input stops within a value. */
    CUT_SHORT("unexpected end"),
    /** A byte that begins no value. */
    UNEXPECTED_BYTE("unexpected byte"),
    /** An integer that is none. */
    BAD_INTEGER("malformed integer"),
    /** A string's length that is none. */
    BAD_LENGTH("malformed string length"),
    /** A string that ends after the input. */
    STRING_PAST_END("string runs past the end"),
    /** A key that is no string. */
    KEY_NOT_STRING("dictionary key is not a string"),
    /** A key with nothing after it. */
    KEY_WITHOUT_VALUE("dictionary key without value"),
    /** More than {@link Limits#bytes}. */
    TOO_LONG("input is longer than allowed"),
    /** More than {@link Limits#depth}. */
    TOO_DEEP("values nest deeper than allowed"),
    /** More than {@link Limits#values}. */
    TOO_MANY_VALUES("more values than allowed");

    private final String text;

    Fault(String text) {
      this.text = text;
    }

    /** The key of its sentence. */
    public String key() {
      return "bencode-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
