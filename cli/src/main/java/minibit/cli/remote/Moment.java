package minibit.cli.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import picocli.CommandLine.ITypeConverter;

/**
 * A moment as people write it: {@code 2026-11-21} (the beginning of that day here), {@code
 * 2026-11-21T10:00:00Z}, or how long ago: {@code 90m}, {@code 12h}, {@code 3d}, {@code 2w}.
 */
final class Moment implements ITypeConverter<Instant> {
  /** A moment as the value of a flag. */
  static final Kind<Instant> KIND = new Kind<>(Instant.class, new Moment());

  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhdw])");

  @Override
  public Instant convert(String text) throws CliException {
    Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
    if (ago.matches()) {
      return Instant.now().minus(length(Long.parseLong(ago.group(1)), ago.group(2)));
    }
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeParseException e) {
      throw new CliException(ExitCode.USAGE, "bad-moment", text);
    }
  }

  /** A length of time as people write it: {@code 90m}, {@code 12h}, {@code 3d}, {@code 2w}. */
  static Duration length(String text) throws CliException {
    Matcher length = AGO.matcher(text.toLowerCase(Locale.ROOT));
    if (!length.matches()) {
      throw new CliException(ExitCode.USAGE, "bad-validity", text);
    }
    return length(Long.parseLong(length.group(1)), length.group(2));
  }

  private static Duration length(long count, String unit) {
    return switch (unit) {
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }
}
