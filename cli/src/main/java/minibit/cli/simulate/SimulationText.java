package minibit.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import minibit.cli.frame.Context;
import minibit.cli.output.Table;
import minibit.cli.output.Table.Cell;
import minibit.sim.Comparison;
import minibit.sim.Comparison.Row;
import minibit.sim.Scenario;
import minibit.sim.SimulationReport;
import minibit.sim.report.EngineWords;

/** What came of simulations, for people: a few lines of one, a table of several. */
record SimulationText(Context context) {
  private static final double MEBIBYTE = 1 << 20;

  void print(Comparison comparison) {
    List<Row> rows = comparison.rows();
    if (rows.size() == 1 && rows.getFirst().runs().size() == 1) {
      one(rows.getFirst().typical());
    } else {
      table(rows);
    }
    context.output().line(EngineWords.of(comparison, new ReportTexts(context)));
  }

  private void one(SimulationReport report) {
    line("simulate.completed", report.completed(), report.expected(), report.pieces());
    if (report.everybodyCompleted()) {
      line(
          "simulate.time",
          number(report.last(), 1),
          number(report.ratio(), 3),
          number(report.bound(), 1));
      line("simulate.median", number(report.median(), 1));
    } else {
      line("simulate.given-up", number(report.last(), 0), number(report.bound(), 1));
    }
    if (report.freeRiders().peers() > 0) {
      line(
          "simulate.groups",
          number(report.contributors().median(), 1),
          number(report.freeRiders().median(), 1));
    }
    if (report.firstCopy() >= 0) {
      line("simulate.first", number(report.firstCopy(), 1));
    }
    line(
        "simulate.entropy", number(report.entropy(), 3), number(report.entropyAfterFirstCopy(), 3));
    line("simulate.fairness", number(report.fairness(), 3));
    line("simulate.duplicate", context.output().bytes(report.duplicateBytes()));
    if (!report.linkCopies().isEmpty()) {
      line("simulate.links", number(crossing(report.linkCopies()), 1));
    }
    if (report.seederLeft() >= 0) {
      line("simulate.left", number(report.seederLeft(), 1));
    }
    if (report.scenario() == Scenario.LIAR) {
      String corrupt = context.output().bytes(report.corruptBytes());
      line("simulate.liar", corrupt, report.banned());
    }
  }

  /** Copies that went from one site to another. */
  private static double crossing(List<List<Double>> copies) {
    double sum = 0;
    for (int from = 0; from < copies.size(); from++) {
      for (int to = 0; to < copies.size(); to++) {
        sum += from == to ? 0 : copies.get(from).get(to);
      }
    }
    return sum;
  }

  private void table(List<Row> rows) {
    boolean riders = rows.getFirst().typical().freeRiders().peers() > 0;
    boolean sites = !rows.getFirst().typical().linkCopies().isEmpty();
    Table table = new Table().flexible(heading("strategy")).number(heading("completed"));
    for (String column : List.of("last", "ratio", "median", "entropy", "firstCopy", "fairness")) {
      table.number(heading(column));
    }
    table.number(heading("duplicate"));
    if (riders) {
      table.number(heading("contributors")).number(heading("riders"));
    }
    if (sites) {
      table.number(heading("crossing"));
    }
    for (Row row : rows) {
      table.row(cells(row, riders, sites));
    }
    table.print(context.output());
    for (Row row : rows) {
      if (!row.everybodyCompleted()) {
        String after = number(row.median(SimulationReport::last), 0);
        line("simulate.row-given-up", row.strategy().title(), after);
      }
    }
  }

  private Cell[] cells(Row row, boolean riders, boolean sites) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(row.strategy().title()));
    cells.add(
        Cell.of(
            number(row.median(SimulationReport::completed), 0) + "/" + row.typical().expected()));
    cells.add(cell(row.last(), 1));
    cells.add(cell(row.measured(SimulationReport::ratio), 3));
    cells.add(cell(row.measured(SimulationReport::median), 1));
    cells.add(cell(row.measured(SimulationReport::entropyAfterFirstCopy), 3));
    cells.add(cell(row.firstCopy(), 1));
    cells.add(cell(row.measured(SimulationReport::fairness), 3));
    cells.add(Cell.of(number(row.median(SimulationReport::duplicateBytes) / MEBIBYTE, 1)));
    if (riders) {
      cells.add(cell(row.group(SimulationReport::contributors).median(), 1));
      cells.add(cell(row.group(SimulationReport::freeRiders).median(), 1));
    }
    if (sites) {
      cells.add(Cell.of(number(crossing(row.typical().linkCopies()), 1)));
    }
    return cells.toArray(Cell[]::new);
  }

  private Cell cell(OptionalDouble value, int digits) {
    return Cell.of(number(value, digits));
  }

  private String number(OptionalDouble value, int digits) {
    return value.isPresent() ? number(value.getAsDouble(), digits) : "-";
  }

  private String number(double value, int digits) {
    return String.format(context.output().locale(), "%." + digits + "f", value);
  }

  private String heading(String column) {
    return context.text("simulate.report.column." + column);
  }

  private void line(String key, Object... values) {
    context.output().line(context.text(key, values));
  }
}
