package minibit.cli.frame;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * A number of bytes as people write it: {@code 16384}, {@code 16K}, {@code 1.5MiB}, {@code 2G}. The
 * letters K, M, G and T count by 1024, with or without {@code iB}; {@code kB}, {@code MB} and so on
 * count by 1000, as printed on disks and network contracts.
 */
public final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?([KMGT]?)(I?B)?");
  private static final String UNITS = "KMGT";

  @Override
  public Long convert(String text) throws CliException {
    Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT).replaceFirst("/S$", ""));
    if (!form.matches()) {
      throw new CliException(ExitCode.USAGE, "bad-size", text);
    }
    String unit = form.group(2);
    long base = "B".equals(form.group(3)) ? 1000 : 1024;
    double bytes = Double.parseDouble(form.group(1));
    if (!unit.isEmpty()) {
      bytes *= Math.pow(base, UNITS.indexOf(unit) + 1);
    }
    if (bytes >= Long.MAX_VALUE) {
      throw new CliException(ExitCode.USAGE, "bad-size", text);
    }
    return unit.isEmpty() && !form.group(1).contains(".")
        ? Long.parseLong(form.group(1))
        : (long) bytes;
  }
}
