package minibit.cli.view;

import java.util.ArrayList;
import java.util.List;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.output.Width;

/** Labelled lines, their values one below the other. One thread. */
final class Fields {
  private record Field(String label, String value) {}

  private final Output output;
  private final List<Field> fields = new ArrayList<>();

  Fields(Output output) {
    this.output = output;
  }

  /** A line; the value is already printable. */
  Fields add(String label, String value) {
    fields.add(new Field(label, value));
    return this;
  }

  /** Prints them to stdout. */
  void print() {
    int width = fields.stream().mapToInt(field -> Width.of(field.label)).max().orElse(0);
    for (Field field : fields) {
      String label = output.styled(Style.FAINT, Width.left(field.label, width));
      output.line(label + "  " + field.value);
    }
  }
}
