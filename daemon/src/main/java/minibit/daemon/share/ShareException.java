package minibit.daemon.share;

import java.io.Serial;

/** Why something cannot be shared. The message is English; the code is stable, for translation. */
public final class ShareException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Code code;

  /** For a refusal of our own. */
  public ShareException(Code code, String message) {
    super(message);
    this.code = code;
  }

  ShareException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
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
