package minibit.daemon.config;

import java.io.Serial;
import minibit.core.words.Sentence;

/** A text is no value of a setting's kind; the sentence goes on from "KEY ". */
final class UnfitValueException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Sentence sentence;

  UnfitValueException(Sentence sentence) {
    super(sentence.text());
    this.sentence = sentence;
  }

  Sentence sentence() {
    return sentence;
  }
}
