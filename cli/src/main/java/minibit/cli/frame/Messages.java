package minibit.cli.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import minibit.core.words.Sentence;

/**
 * Every text a user reads, in one language.
 *
 * <p>Sentences of faults come from below in English, with a key: {@link FaultTexts} has them in
 * other languages.
 *
 * <p>Placeholders are {@code {0}} to {@code {9}}; nothing else is special, so translators need no
 * quoting rules. Bundles are read without the platform's fallback, which would let the machine's
 * locale win over the language asked for. Immutable; any thread.
 */
public final class Messages {
  /** The variable that goes before those of the system. */
  public static final String VARIABLE = "MINIBIT_LANGUAGE";

  private static final String ENGLISH = "messages.properties";
  private static final String PORTUGUESE = "messages_pt_BR.properties";

  /** What follows the key of a singular. */
  private static final String ONE = ".one";

  private final Locale locale;
  private final ResourceBundle bundle;
  private final Supplier<Map<String, String>> faults;

  private Messages(Locale locale, String resource, Supplier<Map<String, String>> faults) {
    this.locale = locale;
    this.bundle = read(resource);
    this.faults = faults;
  }

  /** English. */
  public static Messages english() {
    return new Messages(Locale.ENGLISH, ENGLISH, Map::of);
  }

  /** Portuguese of Brazil. */
  public static Messages portuguese() {
    return new Messages(Locale.of("pt", "BR"), PORTUGUESE, FaultTexts::portuguese);
  }

  /**
   * The language a tag names: {@code en}, {@code pt-BR} and their relatives ({@code pt}, {@code
   * en_US}); empty for a language we do not speak.
   */
  public static Optional<Messages> named(String tag) {
    String language = tag.split("[-_.@]", 2)[0].toLowerCase(Locale.ROOT);
    return switch (language) {
      case "en" -> Optional.of(english());
      case "pt" -> Optional.of(portuguese());
      default -> Optional.empty();
    };
  }

  /**
   * The language of the environment: LC_ALL, LC_MESSAGES, LANG, in this order; else English. Where
   * the launcher needed LC_ALL for the names of files, it says in {@link #VARIABLE} what it was.
   */
  public static Messages of(Map<String, String> environment) {
    for (String variable : new String[] {VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"}) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty()) {
        return named(value).orElseGet(Messages::english);
      }
    }
    return english();
  }

  private static ResourceBundle read(String resource) {
    try (InputStream in = Messages.class.getResourceAsStream("/minibit/cli/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return new PropertyResourceBundle(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The language's locale, for numbers and dates. */
  public Locale locale() {
    return locale;
  }

  /** The texts as the command-line parser takes them. */
  public ResourceBundle bundle() {
    return bundle;
  }

  /** Whether there is such a text. */
  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  /**
   * The text of a key, filled; an unknown key shows itself rather than hide what happened.
   * Sentences among the parameters are said in this language, too. What counts one thing is said by
   * the key's singular, {@code KEY.one}, where there is one: when the first argument is a 1.
   */
  public String text(String key, Object... args) {
    String counted = isOne(args) && has(key + ONE) ? key + ONE : key;
    return has(counted) ? fill(bundle.getString(counted), args) : key;
  }

  private static boolean isOne(Object... args) {
    return args.length > 0 && args[0] instanceof Number number && number.longValue() == 1;
  }

  /** A fault's sentence in this language; in English where there is none in this language. */
  public String text(Sentence sentence) {
    String pattern = faults.get().get(sentence.key());
    return pattern == null ? sentence.text() : fill(pattern, sentence.args().toArray());
  }

  String fill(String pattern, Object... args) {
    return Sentence.fill(
        pattern,
        Arrays.stream(args)
            .map(arg -> arg instanceof Sentence said ? text(said) : String.valueOf(arg))
            .toList());
  }
}
