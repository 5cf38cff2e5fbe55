package minibit.daemon.run;

import java.io.IOException;
import java.io.Serial;

/** A home that cannot be used; the message is one English sentence. */
public final class HomeException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;

  HomeException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Stable: {@code home-in-use}, {@code home-not-a-folder}. */
  public String code() {
    return code;
  }
}
