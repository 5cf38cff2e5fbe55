package minibit.daemon.engine;

import java.io.Serial;

/** Why a torrent cannot go on. The message is English; the code is stable, for translation. */
public final class TorrentException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;

  /** A fault under a stable code, such as {@code disk-full}. */
  public TorrentException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The stable code: lower case, words joined by hyphens. See {@link TorrentStatus.Problem}. */
  public String code() {
    return code;
  }
}
