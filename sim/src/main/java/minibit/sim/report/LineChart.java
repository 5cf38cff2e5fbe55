package minibit.sim.report;

import java.util.List;
import minibit.sim.SimulationReport.Point;

/** Curves over time, with a legend and, if there is one, the bound. */
final class LineChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 300;
  private static final int LEFT = 56;
  private static final int RIGHT = 14;
  private static final int TOP = 14;
  private static final int BOTTOM = 44;
  private static final int LEGEND_LINE = 18;
  private static final int LEGEND_COLUMNS = 3;

  /** One curve. */
  record Series(String name, List<Point> points) {
    Series {
      points = List.copyOf(points);
    }
  }

  private final Texts texts;
  private final String title;
  private final List<Series> series;
  private final double bound;
  private final boolean stepped;
  private final Ticks across;
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
    this.series = List.copyOf(series);
    this.bound = bound;
    this.stepped = stepped;
    double last = bound;
    for (Series one : series) {
      if (!one.points.isEmpty()) {
        last = Math.max(last, one.points.getLast().seconds());
      }
    }
    this.across = Ticks.upTo(last);
    this.up = Ticks.upTo(most);
  }

  String draw(boolean alone) {
    int legend = (series.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS * LEGEND_LINE;
    Svg svg = new Svg(WIDTH, HEIGHT + legend, title, alone);
    axes(svg);
    for (int i = 0; i < series.size(); i++) {
      String style = "series s" + i % Svg.SERIES;
      Series one = series.get(i);
      if (!one.points.isEmpty()) {
        svg.path(style, path(one.points), one.name);
      }
      double x = LEFT + (double) (i % LEGEND_COLUMNS) * (WIDTH - LEFT) / LEGEND_COLUMNS;
      double y = HEIGHT + 4 + (double) (i / LEGEND_COLUMNS) * LEGEND_LINE;
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
    for (int i = 0; i <= across.count(); i++) {
      double value = i * across.step();
      svg.text("", "middle", x(value), HEIGHT - BOTTOM + 18, texts.number(value, across.digits()));
    }
    svg.text("", "end", WIDTH - RIGHT, HEIGHT - BOTTOM + 34, texts.text("seconds"));
    if (bound > 0) {
      svg.line("bound", x(bound), TOP, x(bound), HEIGHT - BOTTOM);
      svg.text("", "end", x(bound) - 6, TOP + 12, texts.text("bound"));
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
    return LEFT + seconds / across.end() * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / up.end() * (HEIGHT - TOP - BOTTOM);
  }
}
