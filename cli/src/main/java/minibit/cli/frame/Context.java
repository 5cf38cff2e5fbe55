package minibit.cli.frame;

import java.nio.file.Path;
import java.util.Map;
import minibit.cli.output.Output;
import minibit.daemon.api.Backend;

/**
 * What a running command may use.
 *
 * @param home folder of resume data and settings; may not exist yet
 * @param environment the variables of the process
 * @param verbosity how often {@code -v} was given
 * @param session the daemon a command speaks to, and whom it may ask
 * @param runner runs further command lines, as the shell does
 */
public record Context(
    Messages messages,
    Output output,
    Interrupts interrupts,
    Path home,
    Map<String, String> environment,
    int verbosity,
    Session session,
    Runner runner) {
  /** The daemon that the command speaks to. */
  public Backend daemon() {
    return session.daemon();
  }

  /** A text in the user's language. */
  public String text(String key, Object... args) {
    return messages.text(key, args);
  }
}
