package minibit.cli.frame;

import java.nio.file.Path;
import java.util.Map;
import minibit.cli.output.Output;

/**
 * What a running command may use.
 *
 * @param home folder of resume data and settings; may not exist yet
 * @param environment the variables of the process
 */
public record Context(
    Messages messages,
    Output output,
    Interrupts interrupts,
    Path home,
    Map<String, String> environment) {
  /** A text in the user's language. */
  public String text(String key, Object... args) {
    return messages.text(key, args);
  }
}
