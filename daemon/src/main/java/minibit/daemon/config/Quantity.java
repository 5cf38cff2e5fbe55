package minibit.daemon.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minibit.core.words.Sentence;

/** How much of something: a kind whose values have a unit, and most of them limits. */
public sealed interface Quantity<T> extends Kind<T> {
  /** A span of time, always with its unit: a bare number is too easily read as another one. */
  record Time(Duration least, Duration most) implements Quantity<Duration> {
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
  record Bytes(long least, long most) implements Quantity<Long> {
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
      return value instanceof Long bytes ? parse(bytes.toString()) : Quantity.super.ofToml(value);
    }

    @Override
    public String text(Long value) {
      return Amounts.written(value);
    }
  }

  /** Bytes a second, or no limit. */
  record Rate() implements Quantity<Long> {
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
  record Whole(int least, int most) implements Quantity<Integer> {
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
      return value instanceof Long number ? parse(number.toString()) : Quantity.super.ofToml(value);
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
}
