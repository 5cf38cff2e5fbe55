package minibit.cli.frame;

import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import minibit.core.words.Sentence;
import org.jspecify.annotations.Nullable;

/**
 * An end the user is told about in one sentence, without a stack trace.
 *
 * <p>Its {@link #code} is stable and appears in JSON errors; the sentence is the message {@code
 * error.<code>}. Faults from below the command line bring a {@link Sentence} of their own, which is
 * shown alone, or inside of the message if their code has one.
 */
public final class CliException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int exit;
  private final String code;
  private final transient @Nullable Sentence sentence;
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
    this(exit, code, null, Arrays.asList(args), null);
  }

  private CliException(
      int exit,
      String code,
      @Nullable Sentence sentence,
      List<Object> args,
      @Nullable Throwable cause) {
    super(code, cause);
    this.exit = exit;
    this.code = code;
    this.sentence = sentence;
    this.args = List.copyOf(args);
  }

  /**
   * An error of core or daemon: its stable code, its sentence, and what caused it. Where the
   * bundles have a message for the code, the sentence fills its {@code {0}}.
   */
  public static CliException of(int exit, String code, Sentence sentence, Throwable cause) {
    return new CliException(exit, code, sentence, List.of(sentence), cause);
  }

  /** An end with a message of the bundles, and what caused it. */
  public static CliException caused(int exit, String code, Throwable cause, Object... args) {
    return new CliException(exit, code, null, Arrays.asList(args), cause);
  }

  /** A failure that a daemon told of: its stable code and its sentence. */
  public static CliException said(int exit, String code, Sentence sentence) {
    return new CliException(exit, code, sentence, List.of(sentence), null);
  }

  /** What another process of ours has told already, in the user's language. */
  public static CliException told(int exit, String code, String words) {
    return new CliException(exit, code, Sentence.plain(words), List.of(), null);
  }

  /** The process's exit code. */
  public int exit() {
    return exit;
  }

  /** Stable name of the error, in kebab case. */
  public String code() {
    return code;
  }

  /** The sentence to show. */
  public String text(Messages messages) {
    String key = "error." + code;
    if (sentence == null) {
      return messages.text(key, args.toArray());
    }
    if (args.isEmpty()) {
      return messages.text(sentence);
    }
    String said = "said." + code;
    if (messages.has(said)) {
      return messages.text(said, args.toArray());
    }
    return messages.has(key) ? messages.text(key, args.toArray()) : messages.text(sentence);
  }
}
