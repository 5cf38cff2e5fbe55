package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Colours are for a person at a terminal who did not decline them, and for nobody else. */
class ColourTest {
  private static final String ESCAPE = "\u001b";
  private static final Map<String, String> TERMINAL =
      Map.of("MINIBIT_TTY", "12", "TERM", "xterm-256color", "COLUMNS", "80");

  @TempDir private Path folder;
  private Path content;
  private Path torrent;

  @BeforeEach
  void someContent() throws Exception {
    content = Files.writeString(folder.resolve("a.txt"), "hello");
    torrent = folder.resolve("a.torrent");
    assertThat(Cli.run("create", content.toString(), "-o", torrent.toString()).exit()).isZero();
  }

  /** Good is green, bad is red, and the words say it too. */
  @Test
  void aTerminalShowsThem() throws Exception {
    assertThat(verify(TERMINAL).out()).startsWith(ESCAPE + "[32ma.txt is complete");
    Files.writeString(content, "hallo");
    assertThat(verify(TERMINAL).out())
        .startsWith(ESCAPE + "[31mdamaged   " + ESCAPE + "[0m a.txt")
        .contains(ESCAPE + "[31ma.txt is not complete");
    assertThat(Cli.run(TERMINAL, "info", folder + "/none").err())
        .startsWith(ESCAPE + "[31mminibit:" + ESCAPE + "[0m Not found");
    assertThat(Cli.run(TERMINAL, "verify", "--help").out()).contains(ESCAPE);
  }

  /** Files, pipes, NO_COLOR and terminals that cannot: not one escape, whatever is printed. */
  @Test
  void nobodyElseSeesAnEscape() throws Exception {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("TERM", "xterm-256color"),
            with("NO_COLOR", "1"),
            with("TERM", "dumb"),
            with("TERM", ""))) {
      Files.writeString(content, "hello");
      assertPlain(environment, verify(environment));
      Files.writeString(content, "hallo");
      assertPlain(environment, verify(environment));
      for (List<String> args :
          List.of(
              List.of("--help"),
              List.of("download", "--help"),
              List.of("nonsense"),
              List.of("info", torrent.toString()),
              List.of("info", folder + "/none"))) {
        assertPlain(environment, Cli.run(environment, args.toArray(String[]::new)));
      }
    }
  }

  /** A result in a file stays plain though a person watches the progress, and the other way. */
  @Test
  void eachStreamIsAskedForItself() {
    assertThat(verify(with("MINIBIT_TTY", "2")).out()).doesNotContain(ESCAPE);
    assertThat(Cli.run(with("MINIBIT_TTY", "2"), "nonsense").err()).contains(ESCAPE);
    assertThat(verify(with("MINIBIT_TTY", "1")).out()).contains(ESCAPE);
    assertThat(Cli.run(with("MINIBIT_TTY", "1"), "nonsense").err()).doesNotContain(ESCAPE);
  }

  @Test
  void jsonIsNeverColoured() {
    assertThat(Cli.run(TERMINAL, "verify", torrent.toString(), folder.toString(), "--json").out())
        .startsWith("{")
        .doesNotContain(ESCAPE);
    assertThat(Cli.run(TERMINAL, "nonsense", "--json").out()).startsWith("{\"error\"");
  }

  private Cli verify(Map<String, String> environment) {
    return Cli.run(environment, "verify", torrent.toString(), folder.toString());
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(TERMINAL);
    environment.put(name, value);
    return environment;
  }

  private static void assertPlain(Map<String, String> environment, Cli run) {
    assertThat(run.out() + run.err()).as("%s", environment).isNotEmpty().doesNotContain(ESCAPE);
  }
}
