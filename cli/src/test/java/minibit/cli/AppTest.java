package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import minibit.cli.frame.Version;
import org.junit.jupiter.api.Test;

/** What the command line promises whatever the command. */
class AppTest {
  @Test
  void tellsTheVersionOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("minibit.root"), "pom.xml"));

    assertThat(pom).contains("<artifactId>minibit</artifactId>\n  <version>" + Version.NUMBER);
    assertThat(Cli.run("--version"))
        .isEqualTo(new Cli(0, "minibit " + Version.NUMBER + System.lineSeparator(), ""));
    assertThat(Cli.run("--json", "-V").out())
        .isEqualToIgnoringNewLines("{\"version\":\"" + Version.NUMBER + "\"}");
  }

  @Test
  void withoutACommandShowsTheUsageAsAnError() {
    Cli run = Cli.run();

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Usage: minibit");
  }

  @Test
  void helpIsAResult() {
    Cli run = Cli.run("help", "completion");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("Usage: minibit completion").contains("--json");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anUnknownCommandOrFlagIsAUsageErrorWithASuggestion() {
    Cli flag = Cli.run("completion", "bash", "--jsn");

    assertThat(flag.exit()).isEqualTo(2);
    assertThat(flag.err())
        .contains("'--jsn'", "'--json'", "minibit completion --help")
        .doesNotContain("\tat ");
    assertThat(Cli.run("complete").exit()).isEqualTo(2);
    assertThat(Cli.run("completion").err()).contains("Missing: bash|zsh");
  }

  @Test
  void errorsAreJsonWhenJsonIsWantedEvenIfTheCommandLineIsFaulty() {
    Cli run = Cli.run("--json", "nonsense");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out())
        .isEqualToIgnoringNewLines(
            "{\"error\":{\"code\":\"usage\",\"message\":\"There is no command 'nonsense'.\"}}");
  }

  @Test
  void whatIsWrongIsNamedBeforeWhatIsMissing() {
    assertThat(Cli.run("info", "--bogus").err()).contains("--bogus").doesNotContain("Missing");
    assertThat(Cli.run("--json").out()).contains("\"code\":\"usage\"");
    assertThat(Cli.run("-q", "-q", "info").err()).contains("Missing: FILE");
    assertThat(Cli.run("download", "http://x/a.torrent").err()).contains("minibit add http://x/");
  }

  @Test
  void globalFlagsStandBeforeOrAfterTheCommand() {
    assertThat(Cli.run("--lang", "pt-BR", "completion", "fish").err())
        .isEqualTo(Cli.run("completion", "--lang=pt_BR", "fish").err())
        .contains("escolha bash ou zsh");
  }

  @Test
  void theLanguageComesFromTheFlagThenFromTheEnvironment() {
    Map<String, String> brazil = Map.of("LC_ALL", "", "LANG", "pt_BR.UTF-8");

    assertThat(Cli.run(brazil, "--help").out()).contains("Opções:");
    assertThat(Cli.run(brazil, "--lang", "en", "--help").out()).contains("Options:");
    assertThat(Cli.run(Map.of("LC_ALL", "C", "LANG", "pt_BR"), "--help").out())
        .contains("Options:");
    assertThat(Cli.run("--lang", "tlh", "completion", "bash").exit()).isEqualTo(2);
  }

  @Test
  void completionScriptsNameTheCommands() {
    assertThat(Cli.run("completion", "bash").out()).contains("--lang").startsWith("#!");
    assertThat(Cli.run("completion", "zsh").out()).startsWith("#compdef minibit");
  }

  @Test
  void namesFromOutsideCannotMoveTheCursor() {
    assertThat(Cli.run("a\u001b[2Jb").err()).contains("a\\u001b[2Jb").doesNotContain("\u001b");
  }
}
