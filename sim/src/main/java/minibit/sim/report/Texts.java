package minibit.sim.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** The words of a report in the reader's language. */
public interface Texts {
  /** The text of a key such as {@code completion}. */
  String text(String key);

  /** The reader's way of writing numbers; also the page's language. */
  Locale locale();

  /** A number with so many digits after the point. */
  default String number(double value, int digits) {
    return String.format(locale(), "%,." + digits + "f", value);
  }

  /** The same, or a dash where nothing could be measured. */
  default String number(OptionalDouble value, int digits) {
    return value.isPresent() ? number(value.getAsDouble(), digits) : "–";
  }
}
