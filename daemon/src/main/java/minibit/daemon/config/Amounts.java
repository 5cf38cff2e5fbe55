package minibit.daemon.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minibit.core.words.Sentence;

/** Bytes in writing: K, M and G count by 1024. */
final class Amounts {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15}) ?(?:([KMG])(?:IB)?|B)?");

  private Amounts() {}

  static long read(String text, Sentence unit) throws UnfitValueException {
    Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!form.matches()) {
      throw new UnfitValueException(
          Sentence.of("setting-takes", "takes {0}, not '{1}'", unit, text));
    }
    int shift = form.group(2) == null ? 0 : 10 * (1 + "KMG".indexOf(form.group(2)));
    return Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift);
  }

  static String written(long bytes) {
    for (int i = 2; i >= 0; i--) {
      long unit = 1L << 10 * (i + 1);
      if (bytes != 0 && bytes % unit == 0) {
        return bytes / unit + " " + "KMG".charAt(i) + "iB";
      }
    }
    return bytes + " B";
  }
}
