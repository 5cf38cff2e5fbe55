package minibit.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import minibit.cli.frame.Interrupts;

/**
 * A run whose only purpose is to show Java which classes the usual commands load, for the cache the
 * launcher starts from.
 */
public final class Training {
  private Training() {}

  /** Runs the usual commands against nothing. */
  public static void main(String[] args) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    List<List<String>> lines =
        List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("--version", "--json"),
            List.of("completion", "bash"),
            List.of("nonsense"));
    for (List<String> line : lines) {
      new App(Map.of("LANG", "pt_BR.UTF-8"), nowhere, nowhere, new Interrupts())
          .run(line.toArray(String[]::new));
    }
  }
}
