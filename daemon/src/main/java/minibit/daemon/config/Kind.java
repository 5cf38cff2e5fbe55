package minibit.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import minibit.core.words.Sentence;
import org.tomlj.TomlArray;

/** What values of a setting look like: read from a text or a TOML value, and written again. */
public sealed interface Kind<T>
    permits Quantity, Kind.Choice, Kind.Switch, Kind.Text, Kind.Texts, Kind.Address {
  /** The class of its values. */
  Class<T> type();

  /** What to write, in a few words. */
  Sentence unit();

  /** The value a text means. */
  T parse(String text) throws UnfitValueException;

  /** The value as a text that {@link #parse} reads. */
  String text(T value);

  /** The value a TOML value means; a text in quotes always does. */
  default T ofToml(Object value) throws UnfitValueException {
    if (value instanceof String text) {
      return parse(text);
    }
    throw new UnfitValueException(
        Sentence.of("setting-quoted", "takes {0} in quotes, not {1}", unit(), value));
  }

  /** The value as TOML. */
  default String toml(T value) {
    return quoted(text(value));
  }

  /** A text as TOML writes it. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** One of a few words. */
  record Choice(List<String> words) implements Kind<String> {
    @Override
    public Class<String> type() {
      return String.class;
    }

    @Override
    public Sentence unit() {
      return Sentence.of("unit-choice", "one of {0}", String.join(", ", words));
    }

    @Override
    public String parse(String text) throws UnfitValueException {
      if (!words.contains(text.strip())) {
        throw new UnfitValueException(
            Sentence.of("setting-takes", "takes {0}, not '{1}'", unit(), text));
      }
      return text.strip();
    }

    @Override
    public String ofToml(Object value) throws UnfitValueException {
      return value instanceof Long number ? parse(number.toString()) : Kind.super.ofToml(value);
    }

    @Override
    public String text(String value) {
      return value;
    }
  }

  /** Yes or no. */
  record Switch() implements Kind<Boolean> {
    private static final Map<String, Boolean> WORDS =
        new TreeMap<>(Map.of("true", true, "on", true, "false", false, "off", false));

    @Override
    public Class<Boolean> type() {
      return Boolean.class;
    }

    @Override
    public Sentence unit() {
      return Sentence.of("unit-switch", "true or false");
    }

    @Override
    public Boolean parse(String text) throws UnfitValueException {
      Boolean value = WORDS.get(text.strip().toLowerCase(Locale.ROOT));
      if (value == null) {
        throw new UnfitValueException(
            Sentence.of("setting-takes", "takes {0}, not '{1}'", unit(), text));
      }
      return value;
    }

    @Override
    public Boolean ofToml(Object value) throws UnfitValueException {
      return value instanceof Boolean yes ? yes : Kind.super.ofToml(value);
    }

    @Override
    public String text(Boolean value) {
      return value.toString();
    }

    @Override
    public String toml(Boolean value) {
      return value.toString();
    }
  }

  /** A line of text without control characters. */
  record Text(int longest) implements Kind<String> {
    @Override
    public Class<String> type() {
      return String.class;
    }

    @Override
    public Sentence unit() {
      return Sentence.of("unit-text", "a text of at most {0} characters", longest);
    }

    @Override
    public String parse(String text) throws UnfitValueException {
      if (text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
        throw new UnfitValueException(
            Sentence.of("setting-controls", "takes {0} without control characters", unit()));
      }
      return text;
    }

    @Override
    public String text(String value) {
      return value;
    }
  }

  /** Several texts: an array in the file, separated by commas elsewhere. */
  record Texts(int most) implements Kind<Words> {
    @Override
    public Class<Words> type() {
      return Words.class;
    }

    @Override
    public Sentence unit() {
      return Sentence.of("unit-texts", "a list of at most {0} texts", most);
    }

    @Override
    public Words parse(String text) throws UnfitValueException {
      List<String> words = new ArrayList<>();
      for (String word : text.split(",", -1)) {
        if (!word.isBlank()) {
          words.add(word.strip());
        }
      }
      return checked(words);
    }

    @Override
    public Words ofToml(Object value) throws UnfitValueException {
      if (!(value instanceof TomlArray array)) {
        return Kind.super.ofToml(value);
      }
      List<String> words = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        if (!(array.get(i) instanceof String word)) {
          throw new UnfitValueException(
              Sentence.of("setting-takes", "takes {0}, not '{1}'", unit(), array.get(i)));
        }
        words.add(word);
      }
      return checked(words);
    }

    private Words checked(List<String> words) throws UnfitValueException {
      if (words.size() > most) {
        throw new UnfitValueException(
            Sentence.of("setting-takes", "takes {0}, not '{1}'", unit(), words.size()));
      }
      return new Words(words);
    }

    @Override
    public String text(Words value) {
      return String.join(", ", value.list());
    }

    @Override
    public String toml(Words value) {
      return "[" + String.join(", ", value.list().stream().map(Kind::quoted).toList()) + "]";
    }
  }

  /** An address to listen at: {@code IP:PORT}, {@code *:PORT}, or auto. */
  record Address() implements Kind<ListenAt> {
    @Override
    public Class<ListenAt> type() {
      return ListenAt.class;
    }

    @Override
    public Sentence unit() {
      return Sentence.of("unit-address", "IP:PORT, *:PORT for every interface, or auto");
    }

    @Override
    public ListenAt parse(String text) throws UnfitValueException {
      return ListenAt.parse(text.strip(), unit());
    }

    @Override
    public String text(ListenAt value) {
      return value.text();
    }
  }
}
