package minibit.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, in columns as wide as their longest cell. On a terminal a table that would
 * be wider than it has its flexible column cut; elsewhere nothing is cut. One thread.
 */
public final class Table {
  private static final String GAP = "  ";

  /** A flexible column narrower than this would say nothing; then the line may wrap. */
  private static final int NARROWEST = 12;

  private enum Side {
    LEFT,
    RIGHT,
    FLEXIBLE
  }

  private record Column(String heading, Side side) {}

  /** A cell: its text, already printable, and its colour. */
  public record Cell(String text, Style style) {
    /** A cell without a colour. */
    public static Cell of(String text) {
      return new Cell(text, Style.PLAIN);
    }
  }

  private final List<Column> columns = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A column of words. */
  public Table column(String heading) {
    columns.add(new Column(heading, Side.LEFT));
    return this;
  }

  /** A column of numbers, aligned to the right. */
  public Table number(String heading) {
    columns.add(new Column(heading, Side.RIGHT));
    return this;
  }

  /** A column of names, the one that gives way where there is little room. */
  public Table flexible(String heading) {
    columns.add(new Column(heading, Side.FLEXIBLE));
    return this;
  }

  /** A row with as many cells as there are columns. */
  public Table row(Cell... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Prints headings and rows to stdout. */
  public void print(Output output) {
    lines(output).forEach(output::line);
  }

  /** Headings and rows as lines, coloured if the output wants it. */
  private List<String> lines(Output output) {
    return lines(output.terminal(), output::styled);
  }

  /** The same as status lines, which stand on stderr until they are taken away. */
  public List<String> statusLines(Output output) {
    return lines(output.terminal(), output::styledNote);
  }

  private List<String> lines(Terminal terminal, Painter painter) {
    int[] widths = widths(terminal);
    List<String> lines = new ArrayList<>();
    List<Cell> headings =
        columns.stream().map(column -> new Cell(column.heading, Style.HEADING)).toList();
    lines.add(line(painter, headings, widths));
    rows.forEach(row -> lines.add(line(painter, row, widths)));
    return lines;
  }

  private interface Painter {
    String paint(Style style, String text);
  }

  private int[] widths(Terminal terminal) {
    int[] widths = new int[columns.size()];
    int total = GAP.length() * (columns.size() - 1);
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          rows.stream()
              .mapToInt(row -> Width.of(row.get(column).text))
              .reduce(Width.of(columns.get(i).heading), Math::max);
      total += widths[i];
    }
    int excess = terminal.out() ? total - (terminal.columns() - 1) : 0;
    for (int i = 0; i < widths.length && excess > 0; i++) {
      if (columns.get(i).side == Side.FLEXIBLE) {
        int kept = Math.max(Math.min(widths[i], NARROWEST), widths[i] - excess);
        excess -= widths[i] - kept;
        widths[i] = kept;
      }
    }
    return widths;
  }

  private String line(Painter painter, List<Cell> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      String text = Width.cut(cell.text, widths[i]);
      int room = widths[i] - Width.of(text);
      boolean last = i == cells.size() - 1;
      line.append(i == 0 ? "" : GAP);
      if (columns.get(i).side == Side.RIGHT) {
        line.append(" ".repeat(room)).append(painter.paint(cell.style, text));
      } else {
        line.append(painter.paint(cell.style, text)).append(last ? "" : " ".repeat(room));
      }
    }
    return line.toString().stripTrailing();
  }
}
