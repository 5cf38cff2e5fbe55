package minibit.daemon.config;

import java.io.Serial;
import minibit.core.words.Sentence;

/**
 * Settings that cannot be obeyed. The sentence begins with where: file and line, variable or flag,
 * and key.
 */
public final class SettingsException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Sentence sentence;

  SettingsException(String code, Sentence sentence) {
    super(sentence.text());
    this.code = code;
    this.sentence = sentence;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }

  /**
   * Stable: {@code bad-toml}, {@code unknown-setting}, {@code bad-setting}, {@code
   * settings-disagree}.
   */
  public String code() {
    return code;
  }
}
