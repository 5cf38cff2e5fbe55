package minibit.cli.frame;

import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An end the user is told about in one sentence, without a stack trace.
 *
 * <p>Its {@link #code} is stable and appears in JSON errors; the sentence is the message {@code
 * error.<code>}. Codes that come from below the command line may have no message of their own: then
 * the English text they brought is shown.
 */
public final class CliException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int exit;
  private final String code;
  private final String fallback;
  private final transient List<Object> args;

  /**
   * An end with a message of the bundles.
   *
   * @param exit one of {@link ExitCode}
   * @param code the message key without {@code error.}
   * @param args fill {@code {0}}, {@code {1}}… of the message; texts from elsewhere are escaped
   *     when shown
   */
  public CliException(int exit, String code, Object... args) {
    this(exit, code, "", Arrays.asList(args), null);
  }

  private CliException(
      int exit, String code, String fallback, List<Object> args, @Nullable Throwable cause) {
    super(code, cause);
    this.exit = exit;
    this.code = code;
    this.fallback = fallback;
    this.args = List.copyOf(args);
  }

  /**
   * An error of core or daemon: its stable code, its English text, and what caused it. Where the
   * bundles have a message for the code, the English text fills its {@code {0}}.
   */
  public static CliException of(int exit, String code, String english, Throwable cause) {
    return new CliException(exit, code, english, List.of(english), cause);
  }

  /** An end with a message of the bundles, and what caused it. */
  public static CliException caused(int exit, String code, Throwable cause, Object... args) {
    return new CliException(exit, code, "", Arrays.asList(args), cause);
  }

  /** A failure that a daemon told of: its stable code and its English text. */
  public static CliException said(int exit, String code, String english) {
    return new CliException(exit, code, english, List.of(english), null);
  }

  /** The process's exit code. */
  public int exit() {
    return exit;
  }

  /** Stable name of the error, in kebab case. */
  public String code() {
    return code;
  }

  /**
   * The sentence to show: ours for the code; what a daemon said in English is best said by itself,
   * and translated under {@code said.<code>} where we know how.
   */
  public String text(Messages messages) {
    String key = "error." + code;
    if (fallback.isEmpty()) {
      return messages.text(key, args.toArray());
    }
    String said = "said." + code;
    if (messages.has(said)) {
      return messages.text(said, args.toArray());
    }
    return messages.has(key) ? messages.text(key, args.toArray()) : fallback;
  }
}
