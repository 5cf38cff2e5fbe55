package minibit.group.vote;

import java.lang.Thread.UncaughtExceptionHandler;
import org.apache.ratis.util.ExitUtils;

/**
 * Keeps Ratis from ending the process: it would call {@code System.exit} when a port cannot be
 * bound, and whenever any thread of the program dies of an exception. A daemon has more to do than
 * to vote.
 */
final class NoExit {
  static {
    // Its class puts itself in the place of the handler that was there.
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    ExitUtils.disableSystemExit();
    ExitUtils.setTerminateOnUncaughtException(false);
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  private NoExit() {}

  /** From now on, for the whole program. */
  static void ensure() {
    // The work is done when this class is loaded.
  }

  /** Why Ratis wanted to exit: the innermost cause that says something. */
  static String reason(Throwable exit) {
    String reason = String.valueOf(exit.getMessage());
    for (Throwable cause = exit.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return reason;
  }
}
