package minibit.daemon.engine;

import java.io.Serial;
import minibit.core.words.Sentence;

/** Why a torrent cannot go on. The code is stable, for programs; the sentence is for people. */
public final class TorrentException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Sentence sentence;

  /** A fault under a stable code, such as {@code disk-full}. */
  public TorrentException(String code, Sentence sentence) {
    super(sentence.text());
    this.code = code;
    this.sentence = sentence;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }

  /** The stable code: lower case, words joined by hyphens. See {@link TorrentStatus.Problem}. */
  public String code() {
    return code;
  }
}
