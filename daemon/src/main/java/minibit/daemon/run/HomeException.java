package minibit.daemon.run;

import java.io.IOException;
import java.io.Serial;
import minibit.core.words.Sentence;

/** A home that cannot be used. */
public final class HomeException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Sentence sentence;

  HomeException(String code, Sentence sentence) {
    super(sentence.text());
    this.code = code;
    this.sentence = sentence;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }

  /** Stable: {@code home-in-use}, {@code home-not-a-folder}. */
  public String code() {
    return code;
  }
}
