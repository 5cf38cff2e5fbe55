package minibit.group.member;

import java.io.Serial;
import minibit.core.words.Sentence;

/** Why a group is not begun anew. */
public final class NotRecoveredException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Sentence sentence;

  NotRecoveredException(Sentence sentence) {
    super(sentence.text());
    this.sentence = sentence;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }
}
