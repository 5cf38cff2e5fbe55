package minibit.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Quantities as people read them. */
public final class Human {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Human() {}

  /** {@code 512 B}, {@code 1.5 MiB}: binary units, one digit after the point. */
  public static String bytes(long bytes, Locale locale) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = 0;
    // 1023.95 would be printed as 1024.0 of the smaller unit.
    while (value >= 1023.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(locale, "%.1f %s", value, UNITS[unit]);
  }

  /** {@code 1.5 MiB/s}. */
  public static String rate(double bytesPerSecond, Locale locale) {
    return bytes(Math.round(bytesPerSecond), locale) + "/s";
  }

  /** {@code 42.3 %}; 100 only when all is there. */
  public static String percent(long done, long total, Locale locale) {
    double percent = total == 0 ? 100 : Math.floor(done * 1000.0 / total) / 10;
    return String.format(locale, "%.1f %%", percent);
  }

  /** {@code 7s}, {@code 3m05s}, {@code 2h04m}, {@code 5d03h}. */
  public static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
    }
    return String.format(Locale.ROOT, "%dd%02dh", seconds / 86_400, seconds / 3600 % 24);
  }
}
