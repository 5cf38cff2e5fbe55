package minibit.cli.output;

import java.util.Map;
import java.util.Set;

/**
 * What is known of where the streams lead. The launcher says in MINIBIT_TTY which of the
 * descriptors 1 and 2 are terminals, since Java cannot ask for one of them alone.
 *
 * @param out whether stdout is a terminal
 * @param err whether stderr is a terminal
 * @param colour whether colours are welcome: a terminal, and NO_COLOR unset
 * @param columns width, at least 20
 */
public record Terminal(boolean out, boolean err, boolean colour, int columns) {
  /** No terminal at all: plain text, a line now and then. */
  public static final Terminal NONE = new Terminal(false, false, false, 80);

  private static final int NARROWEST = 20;

  /** Checks the width. */
  public Terminal {
    columns = Math.max(NARROWEST, columns);
  }

  /** Whether results may be coloured. */
  public boolean colourOut() {
    return colour && out;
  }

  /** Whether what is said along the way may be coloured. */
  public boolean colourErr() {
    return colour && err;
  }

  /** The terminal this environment tells of. */
  public static Terminal of(Map<String, String> environment) {
    String descriptors = environment.getOrDefault("MINIBIT_TTY", "");
    boolean out = descriptors.contains("1");
    boolean err = descriptors.contains("2");
    boolean dumb = Set.of("dumb", "").contains(environment.getOrDefault("TERM", ""));
    boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb;
    return new Terminal(out, err && !dumb, colour && (out || err), columns(environment));
  }

  private static int columns(Map<String, String> environment) {
    try {
      int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", "80"));
      return columns > 0 ? columns : NONE.columns;
    } catch (NumberFormatException e) {
      return NONE.columns;
    }
  }
}
