package minibit.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data goes to stdout, talk to stderr, and nothing foreign reaches the terminal raw. */
class OutputTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Output output(Terminal terminal, boolean quiet) {
    return new Output(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal,
        false,
        quiet,
        Locale.ENGLISH);
  }

  @Test
  void resultsAndTalkDoNotMix() {
    Output output = output(Terminal.NONE, false);
    output.line("data");
    output.note("talk");

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("data");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("talk");
  }

  @Test
  void whatIsSaidAlongTheWayIsSeenAtOnce() {
    PrintStream buffered =
        new PrintStream(new BufferedOutputStream(err), false, StandardCharsets.UTF_8);
    new Output(buffered, buffered, Terminal.NONE, false, false, Locale.ENGLISH).note("talk");

    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("talk");
  }

  @Test
  void quietSilencesNotesButNotErrors() {
    Output output = output(Terminal.NONE, true);
    output.note("talk");
    output.status(List.of("bar"));
    output.error("trouble");

    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("trouble");
  }

  @Test
  void aLogLineTakesTheBarAwayAndPutsItBack() {
    Output output = output(new Terminal(true, true, true, 80), false);
    output.status(List.of("bar"));
    output.note("log");

    assertThat(err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
        .isEqualTo("bar\n\u001b[1A\u001b[2Klog\nbar\n");
  }

  /** Buffers between us and the terminal must not turn the order around. */
  @Test
  void aResultIsNotClearedInPlaceOfTheBar() {
    PrintStream results =
        new PrintStream(new BufferedOutputStream(err), false, StandardCharsets.UTF_8);
    PrintStream talk =
        new PrintStream(new BufferedOutputStream(err), false, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(true, true, false, 80);
    Output output = new Output(results, talk, terminal, false, false, Locale.ENGLISH);
    output.status(List.of("bar"));
    output.line("one");
    output.status(List.of());
    output.line("two");
    output.flush();

    assertThat(err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
        .isEqualTo("bar\n\u001b[1A\u001b[2Kone\nbar\n\u001b[1A\u001b[2Ktwo\n");
  }

  @Test
  void barsAreCutToTheTerminalSoThatTheyCanBeTakenAway() {
    output(new Terminal(true, true, true, 24), false).status(List.of("x".repeat(100)));

    assertThat(err.toString(StandardCharsets.UTF_8).strip()).hasSize(23);
  }

  /** Colours take no room, and are ended even where the text they colour is cut. */
  @Test
  void colouredBarsAreCutByWhatIsSeen() {
    Output output = output(new Terminal(true, true, true, 24), false);
    String green = output.styledNote(Style.GOOD, "x".repeat(30));
    output.status(List.of(green + "y", "ab" + output.styledNote(Style.GOOD, "x") + "y".repeat(30)));

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "\u001b[32m" + "x".repeat(22) + "…\u001b[0m",
            "ab\u001b[32mx\u001b[0m" + "y".repeat(19) + "…");
  }

  @Test
  void recordsKeepTheOrderOfTheirComponentsInJson() {
    record Shape(String zebra, int apple, Instant at) {}

    assertThat(Json.line(new Shape("z", 1, Instant.EPOCH)))
        .isEqualTo("{\"zebra\":\"z\",\"apple\":1,\"at\":\"1970-01-01T00:00:00Z\"}");
  }

  @Test
  void controlAndBidirectionalCharactersAreShownNotObeyed() {
    assertThat(Printable.of("ação 📁.txt")).isEqualTo("ação 📁.txt");
    assertThat(Printable.of("a\u202Egpj.exe")).isEqualTo("a\\u202egpj.exe");
    assertThat(Printable.of("a\nb\u001b[0m\u2028\ud800"))
        .isEqualTo("a\\u000ab\\u001b[0m\\u2028\\ud800");
    assertThat(Printable.of("\udb40\udc41x")).isEqualTo("\\u{e0041}x");
  }

  @Test
  void quantitiesReadWell() {
    assertThat(Human.bytes(0, Locale.ENGLISH)).isEqualTo("0 B");
    assertThat(Human.bytes(1023, Locale.ENGLISH)).isEqualTo("1023 B");
    assertThat(Human.bytes(1536, Locale.of("pt", "BR"))).isEqualTo("1,5 KiB");
    assertThat(Human.bytes((1 << 20) - 1, Locale.ENGLISH)).isEqualTo("1.0 MiB");
    assertThat(Human.bytes(Long.MAX_VALUE, Locale.ENGLISH)).isEqualTo("8.0 EiB");
    assertThat(Human.percent(999_999, 1_000_000, Locale.ENGLISH)).isEqualTo("99.9 %");
    assertThat(Human.percent(0, 0, Locale.ENGLISH)).isEqualTo("100.0 %");
    assertThat(Human.duration(Duration.ofSeconds(7450))).isEqualTo("2h04m");
  }

  @Test
  void colourNeedsATerminalAndNoObjection() {
    Map<String, String> terminal = Map.of("MINIBIT_TTY", "12", "TERM", "xterm", "COLUMNS", "120");

    assertThat(Terminal.of(terminal)).isEqualTo(new Terminal(true, true, true, 120));
    assertThat(Terminal.of(Map.of("MINIBIT_TTY", "12", "TERM", "xterm", "NO_COLOR", "1")).colour())
        .isFalse();
    assertThat(Terminal.of(Map.of())).isEqualTo(Terminal.NONE);
    assertThat(Terminal.of(Map.of("COLUMNS", "wide")).columns()).isEqualTo(80);
  }
}
