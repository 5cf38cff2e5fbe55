package minibit.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Values come to where a command said, and what is not given stays as it was. */
class ArgumentsTest {
  /** Takes one of each. */
  private static final class Everything implements Command {
    private boolean flag;
    private long size = 7;
    private List<String> repeated = List.of("own");
    private List<String> listed = List.of();
    private List<Path> several = List.of();
    private Path needed = Path.of("");
    private String optional = "none";
    private List<Integer> rest = List.of(1);

    @Override
    public void declare(Arguments arguments) {
      arguments.flag(on -> flag = on, "-f", "--flag");
      arguments.option(Kind.SIZE, "BYTES", value -> size = value, "--size");
      arguments.options(Kind.TEXT, "TEXT", values -> repeated = values, "--text");
      arguments.listed(Kind.TEXT, "TEXT", values -> listed = values, "--list");
      arguments.several(Kind.PATH, "PATH", values -> several = values, "--several");
      arguments.needed(Kind.PATH, "PATH", value -> needed = value);
      arguments.optional(Kind.TEXT, "TEXT", value -> optional = value);
      arguments.rest(0, Kind.COUNT, "N", values -> rest = values);
    }

    @Override
    public int run(Context context) {
      return ExitCode.OK;
    }
  }

  private final GlobalOptions global = new GlobalOptions();
  private final Everything command = new Everything();

  private void parse(String... words) {
    CommandLine root = new CommandLine(Arguments.of("minibit", global));
    root.addSubcommand(Arguments.of("all", command));
    root.setOverwrittenOptionsAllowed(false);
    root.parseArgs(words);
  }

  @Test
  void whatIsNotGivenStays() {
    parse("all", "here");
    assertThat(command.flag).isFalse();
    assertThat(command.size).isEqualTo(7);
    assertThat(command.repeated).containsExactly("own");
    assertThat(command.needed).isEqualTo(Path.of("here"));
    assertThat(command.optional).isEqualTo("none");
    assertThat(command.rest).containsExactly(1);
    assertThat(global.verbosity()).isZero();
  }

  @Test
  void whatIsGivenComesToItsPlace() {
    parse("all", "a", "b", "3", "4", "-f", "--size=2K", "--text", "x", "--text", "y", "--list=p,q");
    assertThat(command.flag).isTrue();
    assertThat(command.size).isEqualTo(2048);
    assertThat(command.repeated).containsExactly("x", "y");
    assertThat(command.listed).containsExactly("p", "q");
    assertThat(command.needed).isEqualTo(Path.of("a"));
    assertThat(command.optional).isEqualTo("b");
    assertThat(command.rest).containsExactly(3, 4);
  }

  @Test
  void severalValuesFollowOneFlag() {
    parse("all", "a", "--several", "b", "c");
    assertThat(command.several).containsExactly(Path.of("b"), Path.of("c"));
  }

  @Test
  void flagsOfTheProgramStandAnywhere() {
    parse("--json", "all", "a", "-v", "-q", "-v", "--home", "there");
    assertThat(global.json()).isTrue();
    assertThat(global.quiet()).isTrue();
    assertThat(global.verbosity()).isEqualTo(2);
    assertThat(global.home(Map.of())).isEqualTo(Path.of("there"));
  }

  @Test
  void whatIsMissingTwiceOrOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> parse("all")).isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> parse("all", "a", "--size", "1", "--size", "2"))
        .isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> parse("all", "a", "b", "three"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("three");
  }

  @Test
  void whoAsksForHelpNeedsNothingElse() {
    parse("all", "--help");
    assertThat(global.help()).isTrue();
  }
}
