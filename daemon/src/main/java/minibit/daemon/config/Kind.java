package minibit.daemon.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minibit.core.words.Sentence;
import org.tomlj.TomlArray;

/** What values of a setting look like: read from a text or a TOML value, and written again. */
public sealed interface Kind<T> {
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

  /** A span of time, always with its unit: a bare number is too easily read as another one. */
  record Time(Duration least, Duration most) implements Kind<Duration> {
    private static final Pattern FORM =
        Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?) ?(ms|s|min|h|days?)");

    /** Milliseconds of each unit, the longest first. */
    private static final List<Map.Entry<String, Long>> UNITS =
        List.of(
            Map.entry("days", 86_400_000L),
            Map.entry("h", 3_600_000L),
            Map.entry("min", 60_000L),
            Map.entry("s", 1_000L),
            Map.entry("ms", 1L));

    @Override
    public Class<Duration> type() {
      return Duration.class;
    }

    @Override
    public Sentence unit() {
      return Sentence.of("unit-time", "a time such as 300 ms, 15 s, 5 min or 30 days");
    }

    @Override
    public Duration parse(String text) throws UnfitValueException {
      Matcher form = FORM.matcher(text.strip());
      if (!form.matches()) {
        throw new UnfitValueException(
            Sentence.of("setting-takes", "takes {0}, not '{1}'", unit(), text));
      }
      String unit = form.group(2).equals("day") ? "days" : form.group(2);
      long factor =
          UNITS.stream().filter(u -> u.getKey().equals(unit)).findFirst().orElseThrow().getValue();
      Duration time =
          Duration.ofMillis(
              new BigDecimal(form.group(1))
                  .multiply(BigDecimal.valueOf(factor))
                  .setScale(0, RoundingMode.HALF_UP)
                  .longValueExact());
      if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
        throw new UnfitValueException(
            Sentence.of(
                "setting-range",
                "must be from {0} to {1}, not {2}",
                text(least),
                text(most),
                text));
      }
      return time;
    }

    @Override
    public String text(Duration value) {
      long millis = value.toMillis();
      for (Map.Entry<String, Long> unit : UNITS) {
        if (millis != 0 && millis % unit.getValue() == 0) {
          return millis / unit.getValue() + " " + unit.getKey();
        }
      }
      return "0 s";
    }
  }

  /** Bytes: K, M and G count by 1024. */
  record Bytes(long least, long most) implements Kind<Long> {
    @Override
    public Class<Long> type() {
      return Long.class;
    }

    @Override
    public Sentence unit() {
      return Sentence.of("unit-size", "a size such as 16384, 64 KiB or 10 MiB");
    }

    @Override
    public Long parse(String text) throws UnfitValueException {
      long bytes = Amounts.read(text, unit());
      if (bytes < least || bytes > most) {
        throw new UnfitValueException(
            Sentence.of(
                "setting-range",
                "must be from {0} to {1}, not {2}",
                Amounts.written(least),
                Amounts.written(most),
                text));
      }
      return bytes;
    }

    @Override
    public Long ofToml(Object value) throws UnfitValueException {
      return value instanceof Long bytes ? parse(bytes.toString()) : Kind.super.ofToml(value);
    }

    @Override
    public String text(Long value) {
      return Amounts.written(value);
    }
  }

  /** Bytes a second, or no limit. */
  record Rate() implements Kind<Long> {
    /** The rate that limits nothing. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final String NONE = "unlimited";

    @Override
    public Class<Long> type() {
      return Long.class;
    }

    @Override
    public Sentence unit() {
      return Sentence.of("unit-rate", "a rate such as 500 KiB/s, or unlimited");
    }

    @Override
    public Long parse(String text) throws UnfitValueException {
      if (text.strip().equals(NONE)) {
        return UNLIMITED;
      }
      long rate = Amounts.read(text.strip().replaceFirst("/s$", ""), unit());
      if (rate < 1) {
        throw new UnfitValueException(
            Sentence.of("setting-rate", "must be at least 1 B/s; who wants silence pauses"));
      }
      return rate;
    }

    @Override
    public String text(Long value) {
      return value == UNLIMITED ? NONE : Amounts.written(value) + "/s";
    }
  }

  /** A whole number. */
  record Whole(int least, int most) implements Kind<Integer> {
    @Override
    public Class<Integer> type() {
      return Integer.class;
    }

    @Override
    public Sentence unit() {
      return Sentence.of("unit-number", "a number from {0} to {1}", least, most);
    }

    @Override
    public Integer parse(String text) throws UnfitValueException {
      if (text.strip().matches("-?\\d{1,9}")) {
        int number = Integer.parseInt(text.strip());
        if (number >= least && number <= most) {
          return number;
        }
      }
      throw new UnfitValueException(
          Sentence.of("setting-takes", "takes {0}, not '{1}'", unit(), text));
    }

    @Override
    public Integer ofToml(Object value) throws UnfitValueException {
      return value instanceof Long number ? parse(number.toString()) : Kind.super.ofToml(value);
    }

    @Override
    public String text(Integer value) {
      return value.toString();
    }

    @Override
    public String toml(Integer value) {
      return value.toString();
    }
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
