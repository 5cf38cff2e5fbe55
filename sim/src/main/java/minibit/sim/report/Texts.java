package minibit.sim.report;

import java.util.Locale;

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
}
