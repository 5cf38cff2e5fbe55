package minibit.daemon.share;

import java.io.Serial;
import minibit.core.words.Sentence;

/** Why something cannot be shared. The code is stable, for programs; the sentence is for people. */
public final class ShareException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Code code;
  private final transient Sentence sentence;

  /** For a refusal of our own. */
  public ShareException(Code code, Sentence sentence) {
    super(sentence.text());
    this.code = code;
    this.sentence = sentence;
  }

  ShareException(Code code, Sentence sentence, Throwable cause) {
    super(sentence.text(), cause);
    this.code = code;
    this.sentence = sentence;
  }

  /** What is wrong, for people. */
  public Sentence sentence() {
    return sentence;
  }

  /** Which fault. */
  public Code code() {
    return code;
  }

  /** What can go wrong. */
  public enum Code {
    /** There is nothing at this path. */
    NOT_FOUND("not-found"),
    /** The path, or a folder around it, is shared already. */
    ALREADY_SHARED("already-shared"),
    /** We may not read it. */
    NOT_READABLE("not-readable"),
    /** It lies in the daemon's own home. */
    INSIDE_HOME("inside-home"),
    /** A device, a pipe or a socket. */
    NOT_A_FILE("not-a-file"),
    /** A path without a name, such as the root of a disk. */
    NO_NAME("no-name"),
    /** More shares than are kept. */
    TOO_MANY_SHARES("too-many-shares"),
    /** An empty file has no pieces and so no torrent. */
    EMPTY_FILE("empty-file"),
    /** The store of what is known cannot be read or written. */
    STORE_FAILED("store-failed");

    private final String id;

    Code(String id) {
      this.id = id;
    }

    /** Lower case, joined by hyphens: for programs. */
    public String id() {
      return id;
    }
  }
}
