package minibit.daemon.disk;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;
import minibit.core.words.Sentence;

/** Why a torrent could not be made of what lies on the disk. */
public final class CreateException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final Code code;
  private final String path;
  private final transient Sentence sentence;

  CreateException(Code code, String path, Sentence sentence) {
    super(sentence.text());
    this.code = code;
    this.path = path;
    this.sentence = sentence;
  }

  CreateException(Code code, String path, Sentence sentence, Throwable cause) {
    super(sentence.text(), cause);
    this.code = code;
    this.path = path;
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

  /** The file it is about. */
  public String path() {
    return path;
  }

  /** What can go wrong. */
  public enum Code {
    /** A file changed, shrank or vanished while it was read. */
    FILE_CHANGED,
    /** A file that we may not read, or that the disk does not give. */
    UNREADABLE,
    /** A pipe, a device or a socket. */
    NOT_A_FILE,
    /** Links that lead into a folder above themselves. */
    LINK_LOOP,
    /** A name that is no text in this system's encoding. */
    BAD_NAME;

    /** Lower case, joined by hyphens: for programs. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
