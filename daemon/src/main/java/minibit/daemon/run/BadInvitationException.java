package minibit.daemon.run;

import java.io.IOException;
import java.io.Serial;

/** What the settings call a way into a group is none. The message is one English sentence. */
public final class BadInvitationException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  BadInvitationException(String message, Throwable cause) {
    super(message, cause);
  }
}
