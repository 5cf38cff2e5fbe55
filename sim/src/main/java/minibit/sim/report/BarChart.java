package minibit.sim.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Named values as bars from the left, each with its number; bars of one name stand together. A bar
 * that would make stubs of the others is cut short and has a gap.
 */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int NAMES = 220;
  private static final int NUMBERS = 70;
  private static final int BAR = 15;
  private static final int GAP = 9;
  private static final int TOP = 8;
  private static final int LEGEND = 26;
  private static final int LEGEND_COLUMN = 180;

  /** A bar so many times as long as the shortest is cut. */
  private static final double SPREAD = 40;

  /** Part of the width for the longest whole bar where others are cut. */
  private static final double WHOLE = 0.6;

  private static final int CUT = 8;

  /** One bar of a group; without a value there is a dash in its place. */
  record Bar(String name, OptionalDouble value, int colour) {}

  /** Bars under one name. */
  record Group(String name, List<Bar> bars) {
    Group {
      bars = List.copyOf(bars);
    }
  }

  private final Texts texts;
  private final String title;
  private final List<Group> groups;
  private final int digits;

  BarChart(Texts texts, String title, List<Group> groups, int digits) {
    this.texts = texts;
    this.title = title;
    this.groups = List.copyOf(groups);
    this.digits = digits;
  }

  String draw(boolean alone) {
    int bars = groups.stream().mapToInt(group -> group.bars.size()).sum();
    double most = longestWhole();
    boolean cut = values().anyMatch(value -> value > most);
    boolean paired = groups.stream().anyMatch(group -> group.bars.size() > 1);
    int legend = paired ? LEGEND : 0;
    int height = TOP + legend + bars * BAR + groups.size() * GAP + 4;
    Svg svg = new Svg(WIDTH, height, title, alone);
    if (paired) {
      legend(svg);
    }
    double y = TOP + legend;
    for (Group group : groups) {
      svg.text("name", "end", NAMES - 10, y + BAR - 4, group.name);
      for (Bar bar : group.bars) {
        double value = bar.value.orElse(0);
        double whole = most == 0 ? 0 : value / most * (cut ? WHOLE : 1);
        double width = (value > most ? 1 : whole) * (WIDTH - NAMES - NUMBERS);
        String number = texts.number(bar.value, digits);
        if (bar.value.isPresent()) {
          String style = "f" + bar.colour % Svg.SERIES;
          svg.bar(style, NAMES, y, width, BAR - 2, tip(bar, number));
        }
        if (value > most) {
          double at = (1 + WHOLE) / 2 * (WIDTH - NAMES - NUMBERS);
          svg.bar("gap", NAMES + at, y - 1, CUT, BAR, tip(bar, number));
        }
        svg.text("", "start", NAMES + width + 6, y + BAR - 4, number);
        y += BAR;
      }
      y += GAP;
    }
    return svg.done();
  }

  private DoubleStream values() {
    return groups.stream()
        .flatMap(group -> group.bars.stream())
        .flatMapToDouble(bar -> bar.value.stream());
  }

  private double longestWhole() {
    double shortest = values().filter(value -> value > 0).min().orElse(0);
    return values().filter(value -> value <= SPREAD * shortest).max().orElse(0);
  }

  private static String tip(Bar bar, String number) {
    return bar.name + ": " + number;
  }

  /** What the bars of each group are. */
  private void legend(Svg svg) {
    double x = NAMES;
    for (Bar bar : groups.getFirst().bars) {
      svg.bar("f" + bar.colour % Svg.SERIES, x, TOP, BAR, BAR - 2, bar.name);
      svg.text("name", "start", x + BAR + 6, TOP + BAR - 4, bar.name);
      x += LEGEND_COLUMN;
    }
  }
}
