package minibit.sim.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import minibit.sim.Comparison;
import minibit.sim.Comparison.Row;
import minibit.sim.SimulationReport;

/** The pictures of a comparison. Curves are those of each strategy's typical run. */
public final class Pictures {
  /** What a picture shows. */
  public enum Kind {
    /** How many peers are complete, over time. */
    COMPLETION,
    /** Share of pairs with something to trade, over time. */
    TRADE,
    /** The last completion over the bound, for each strategy. */
    RATIO,
    /** Median times of contributors and free riders, for each strategy. */
    GROUPS;

    /** As commands call it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that word. */
    public static Optional<Kind> ofWord(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
  }

  private final Comparison comparison;
  private final Texts texts;

  /** Pictures in the words of {@code texts}. */
  public Pictures(Comparison comparison, Texts texts) {
    this.comparison = comparison;
    this.texts = texts;
  }

  /** A picture that stands alone, readable on light and dark. */
  public String alone(Kind kind) {
    return draw(kind, true);
  }

  String inPage(Kind kind) {
    return draw(kind, false);
  }

  private String draw(Kind kind, boolean alone) {
    String title = texts.text(kind.word());
    return switch (kind) {
      case COMPLETION -> {
        List<LineChart.Series> series = new ArrayList<>();
        double most = 1;
        for (Row row : comparison.rows()) {
          String name = row.strategy().title();
          series.add(new LineChart.Series(name, series.size(), row.typical().completion()));
          most = Math.max(most, row.typical().completed());
        }
        yield new LineChart(texts, title, series, most, bound(), true).draw(alone);
      }
      case TRADE -> {
        List<LineChart.Series> series = new ArrayList<>();
        for (Row row : comparison.rows()) {
          String name = row.strategy().title();
          series.add(new LineChart.Series(name, series.size(), row.typical().trade()));
        }
        yield new LineChart(texts, title, series, 1, 0, false).draw(alone);
      }
      case RATIO -> new BarChart(texts, title, ratios(), 2).draw(alone);
      case GROUPS -> new BarChart(texts, title, groups(), 1).draw(alone);
    };
  }

  private double bound() {
    return comparison.rows().getFirst().median(SimulationReport::bound);
  }

  private List<BarChart.Group> ratios() {
    List<BarChart.Group> groups = new ArrayList<>();
    for (Row row : comparison.rows()) {
      String name = row.strategy().title();
      OptionalDouble ratio = row.measured(SimulationReport::ratio);
      groups.add(new BarChart.Group(name, List.of(new BarChart.Bar(name, ratio, groups.size()))));
    }
    return groups;
  }

  private List<BarChart.Group> groups() {
    List<BarChart.Group> groups = new ArrayList<>();
    for (Row row : comparison.rows()) {
      OptionalDouble giving = row.group(SimulationReport::contributors).median();
      OptionalDouble riding = row.group(SimulationReport::freeRiders).median();
      groups.add(
          new BarChart.Group(
              row.strategy().title(),
              List.of(
                  new BarChart.Bar(texts.text("contributors"), giving, 0),
                  new BarChart.Bar(texts.text("riders"), riding, 1))));
    }
    return groups;
  }
}
