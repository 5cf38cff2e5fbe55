package minibit.group.vote;

import java.io.IOException;

/**
 * A log or snapshot that cannot be read, beyond a last entry cut short by a crash. What it had
 * acknowledged is lost here, so it must not vote on: it comes back as a member with an empty log.
 */
public final class DamagedLogException extends IOException {
  /** Says what could not be read. */
  public DamagedLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
