package minibit.sim.report;

import java.util.Locale;

/** Writes shapes of an SVG picture. Coordinates are pixels at the picture's own size. */
final class Svg {
  /** Colours, and as many kinds of dashes, for those who see none. */
  static final int SERIES = 8;

  // Before the style, which is made of them.
  private static final String[] DASHES = {
    "none", "7 3", "2 3", "9 3 2 3", "4 2", "12 4", "1 2", "6 6"
  };

  /** Colours by class, for light and dark; in a page and in a picture of its own. */
  static final String STYLE =
      """
      :root{--ink:#1c2430;--soft:#5b6675;--line:#d9dee5;--paper:#fff;--panel:#f6f8fa;\
      --c0:#0067b1;--c1:#c2410c;--c2:#00795c;--c3:#a8338f;--c4:#8a6100;--c5:#1f7fa8;--c6:#6b4fbb;\
      --c7:#5b6675}
      @media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--line:#333c48;\
      --paper:#12161c;--panel:#1a2028;--c0:#5bb3ff;--c1:#ff9057;--c2:#3fcf9f;--c3:#ec8ad6;\
      --c4:#e6b94a;--c5:#7cd0f0;--c6:#b7a3ff;--c7:#9aa6b5}}
      svg{font:12px system-ui,sans-serif}
      svg text{fill:var(--soft)} svg .name{fill:var(--ink)}
      svg .axis,svg .grid{stroke:var(--line);fill:none} svg .axis{stroke:var(--soft)}
      svg .gap{fill:var(--panel)} svg .bound{stroke:var(--soft);stroke-dasharray:2 4;fill:none}
      svg .series{fill:none;stroke-width:2;stroke-linejoin:round}
      """
          + rules();

  private final StringBuilder out = new StringBuilder();

  Svg(int width, int height, String title, boolean alone) {
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(width)
        .append(' ')
        .append(height)
        .append("\" role=\"img\" aria-label=\"")
        .append(Html.escape(title))
        .append("\">\n");
    if (alone) {
      out.append("<style>")
          .append(STYLE)
          .append("</style>\n<rect width=\"100%\" height=\"100%\" style=\"fill:var(--paper)\"/>\n");
    }
  }

  /**
   * The style of a curve: colours and dashes of its own for the first eight, then each colour again
   * with the dashes of another, 64 before any is met twice.
   */
  static String series(int number) {
    int dashes = (number + number / SERIES) % SERIES;
    return "series s" + number % SERIES + " d" + dashes;
  }

  private static String rules() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < SERIES; i++) {
      rules.append(
          "svg .s%d{stroke:var(--c%d)} svg .d%d{stroke-dasharray:%s} svg .f%d{fill:var(--c%d)}\n"
              .formatted(i, i, i, DASHES[i], i, i));
    }
    return rules.toString();
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    add("<path class=\"%s\" d=\"M%s %sL%s %s\"/>", style, at(x1), at(y1), at(x2), at(y2));
  }

  /** A path of points, x and y in turn. */
  void path(String style, double[] points, String tip) {
    StringBuilder d = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      d.append(i == 0 ? 'M' : 'L').append(at(points[i])).append(' ').append(at(points[i + 1]));
    }
    add("<path class=\"%s\" d=\"%s\"><title>%s</title></path>", style, d, Html.escape(tip));
  }

  void bar(String style, double x, double y, double width, double height, String tip) {
    add(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\"><title>%s</title></rect>",
        style, at(x), at(y), at(Math.max(0, width)), at(height), Html.escape(tip));
  }

  void text(String style, String anchor, double x, double y, String text) {
    add(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        style, anchor, at(x), at(y), Html.escape(text));
  }

  private void add(String shape, Object... values) {
    out.append(shape.formatted(values)).append('\n');
  }

  /** A tenth of a pixel is enough, and keeps pictures small. */
  private static String at(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  String done() {
    return out.append("</svg>\n").toString();
  }
}
