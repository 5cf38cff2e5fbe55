package minibit.daemon.api.model;

import java.util.List;
import java.util.Locale;

/**
 * Hours of some days in which other bounds hold. The times are those of the daemon's own clock and
 * time zone.
 *
 * @param days on which it begins; none means every day
 * @param from first minute, {@code HH:MM}
 * @param to first minute after it, {@code HH:MM}; not after {@code from} means on the next day
 * @param use what holds instead
 */
public record LimitWindow(List<Day> days, String from, String to, Use use) {
  /** Keeps a copy and checks the times. */
  public LimitWindow {
    days = List.copyOf(days);
    checked("from", from);
    checked("to", to);
  }

  /** Whether a text is a time of a day: {@code HH:MM}. */
  public static boolean isTime(String text) {
    return text.matches("([01][0-9]|2[0-3]):[0-5][0-9]");
  }

  private static void checked(String name, String time) {
    if (!isTime(time)) {
      throw new IllegalArgumentException(name + " must be a time like 22:30");
    }
  }

  /** What holds in a window; in lower case in JSON. */
  public enum Use {
    /** The turtle's bounds. */
    TURTLE,
    /** None. */
    UNLIMITED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A day of the week; in lower case in JSON. */
  public enum Day {
    /** Monday. */
    MON,
    /** Tuesday. */
    TUE,
    /** Wednesday. */
    WED,
    /** Thursday. */
    THU,
    /** Friday. */
    FRI,
    /** Saturday. */
    SAT,
    /** Sunday. */
    SUN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
