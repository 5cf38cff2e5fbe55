package minibit.daemon.run;

import java.io.IOException;
import java.io.Serial;
import minibit.core.words.Sentence;

/** What the settings call a way into a group is none. */
public final class BadInvitationException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Sentence sentence;

  BadInvitationException(Sentence sentence, Throwable cause) {
    super(sentence.text(), cause);
    this.sentence = sentence;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }
}
