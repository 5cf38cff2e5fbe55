package minibit.sim.report;

import java.util.List;
import minibit.sim.SimulationReport.Point;

/** Curves over time, with a legend and, if there is one, the bound. */
final class LineChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 312;
  private static final int LEFT = 56;
  private static final int RIGHT = 30;
  private static final int TOP = 26;
  private static final int BOTTOM = 44;
  private static final int LEGEND_LINE = 18;
  private static final int LEGEND_COLUMNS = 3;
  private static final int GAP = 10;

  /** One curve. The same number is the same colour and dashes in every chart. */
  record Series(String name, int number, List<Point> points) {
    Series {
      points = List.copyOf(points);
    }
  }

  private final Texts texts;
  private final String title;
  private final List<Series> series;
  private final double bound;
  private final boolean stepped;
  private final TimeAxis across;
  private final Ticks up;

  /**
   * A chart.
   *
   * @param most the highest value
   * @param bound seconds to mark, or 0
   * @param stepped whether a value holds until the next
   */
  LineChart(
      Texts texts, String title, List<Series> series, double most, double bound, boolean stepped) {
    this.texts = texts;
    this.title = title;
    // Who has no curve has no place in the legend either.
    this.series = series.stream().filter(one -> !one.points.isEmpty()).toList();
    this.bound = bound;
    this.stepped = stepped;
    this.across = across();
    this.up = Ticks.upTo(most);
  }

  private TimeAxis across() {
    double begins = bound > 0 ? bound : Double.POSITIVE_INFINITY;
    double firstEnd = Double.POSITIVE_INFINITY;
    double lastEnd = bound;
    for (Series one : series) {
      double end = one.points.getLast().seconds();
      firstEnd = end > 0 ? Math.min(firstEnd, end) : firstEnd;
      lastEnd = Math.max(lastEnd, end);
      for (Point point : one.points) {
        begins = point.seconds() > 0 ? Math.min(begins, point.seconds()) : begins;
      }
    }
    return TimeAxis.of(begins, firstEnd, lastEnd);
  }

  String draw(boolean alone) {
    int legend = (series.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS * LEGEND_LINE;
    Svg svg = new Svg(WIDTH, HEIGHT + GAP + legend, title, alone);
    axes(svg);
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      String style = Svg.series(one.number);
      svg.path(style, path(one.points), one.name);
      double x = GAP + (double) (i % LEGEND_COLUMNS) * (WIDTH - GAP) / LEGEND_COLUMNS;
      double y = HEIGHT + GAP + (double) (i / LEGEND_COLUMNS) * LEGEND_LINE;
      svg.line(style, x, y - 4, x + 26, y - 4);
      svg.text("name", "start", x + 32, y, one.name);
    }
    return svg.done();
  }

  private void axes(Svg svg) {
    for (int i = 0; i <= up.count(); i++) {
      double value = i * up.step();
      svg.line(i == 0 ? "axis" : "grid", LEFT, y(value), WIDTH - RIGHT, y(value));
      svg.text("", "end", LEFT - 8, y(value) + 4, texts.number(value, up.digits()));
    }
    for (double value : across.ticks()) {
      int digits = across.logarithmic() && value >= 1 ? 0 : across.digits();
      svg.line("axis", x(value), HEIGHT - BOTTOM, x(value), HEIGHT - BOTTOM + 4);
      svg.text("", "middle", x(value), HEIGHT - BOTTOM + 18, texts.number(value, digits));
    }
    String unit = texts.text(across.logarithmic() ? "seconds-logarithmic" : "seconds");
    svg.text("", "end", WIDTH - RIGHT, HEIGHT - BOTTOM + 34, unit);
    if (bound > 0) {
      // Above the curves, where no tick has its number.
      svg.line("bound", x(bound), TOP - 8, x(bound), HEIGHT - BOTTOM);
      boolean left = x(bound) < WIDTH / 2.0;
      svg.text(
          "", left ? "start" : "end", x(bound) + (left ? 5 : -5), TOP - 8, texts.text("bound"));
    }
  }

  private double[] path(List<Point> points) {
    double[] path = new double[points.size() * (stepped ? 4 : 2) - (stepped ? 2 : 0)];
    int next = 0;
    double before = 0;
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (stepped && i > 0) {
        path[next++] = x(point.seconds());
        path[next++] = y(before);
      }
      path[next++] = x(point.seconds());
      path[next++] = y(point.value());
      before = point.value();
    }
    return path;
  }

  private double x(double seconds) {
    return LEFT + across.place(seconds) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / up.end() * (HEIGHT - TOP - BOTTOM);
  }
}
