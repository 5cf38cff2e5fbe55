package minibit.cli.output;

/** Names that came from elsewhere, made safe to show on a terminal. */
public final class Printable {
  private Printable() {}

  /**
   * The text with every character that could move the cursor, change colours, reorder or hide text
   * written as an escape: controls, format characters (bidirectional marks, zero-width), line and
   * paragraph separators, lone surrogates.
   */
  public static String of(String text) {
    if (text.codePoints().noneMatch(Printable::isUnsafe)) {
      return text;
    }
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (!isUnsafe(point)) {
                safe.appendCodePoint(point);
              } else if (point < 0x10000) {
                safe.append(String.format("\\u%04x", point));
              } else {
                safe.append(String.format("\\u{%x}", point));
              }
            });
    return safe.toString();
  }

  private static boolean isUnsafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
