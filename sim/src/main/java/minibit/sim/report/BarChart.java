package minibit.sim.report;

import java.util.List;
import java.util.OptionalDouble;

/** Named values as bars from the left, each with its number; bars of one name stand together. */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int NAMES = 220;
  private static final int NUMBERS = 70;
  private static final int BAR = 15;
  private static final int GAP = 9;
  private static final int TOP = 8;
  private static final int LEGEND = 26;
  private static final int LEGEND_COLUMN = 180;

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
    double most = 0;
    int bars = 0;
    for (Group group : groups) {
      for (Bar bar : group.bars) {
        most = Math.max(most, bar.value.orElse(0));
        bars++;
      }
    }
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
        double part = most == 0 ? 0 : bar.value.orElse(0) / most;
        double width = part * (WIDTH - NAMES - NUMBERS);
        String number = texts.number(bar.value, digits);
        if (bar.value.isPresent()) {
          String tip = bar.name + ": " + number;
          svg.bar("f" + bar.colour % Svg.SERIES, NAMES, y, width, BAR - 2, tip);
        }
        svg.text("", "start", NAMES + width + 6, y + BAR - 4, number);
        y += BAR;
      }
      y += GAP;
    }
    return svg.done();
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
