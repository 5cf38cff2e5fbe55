package minibit.cli.output;

import java.util.Locale;

/** A progress bar of one line, as wide as it is told. */
public final class Bar {
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

  private Bar() {}

  /** {@code ██████▌ }: full only when everything is done. */
  public static String of(long done, long total, int width) {
    int eighths = total == 0 ? width * 8 : (int) Math.min(width * 8L, done * width * 8.0 / total);
    String full = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    return full + " ".repeat(width - full.length());
  }

  /** A name cut or filled to this width. */
  public static String column(String name, int width) {
    return Width.left(Width.cut(name, width), width);
  }

  /** Right-aligned in this width. */
  public static String right(String text, int width) {
    return String.format(Locale.ROOT, "%" + width + "s", text);
  }
}
